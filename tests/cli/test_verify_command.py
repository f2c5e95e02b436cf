from pathlib import Path


def test_a_film_that_is_not_there_is_told_from_one_without_credentials(own_folder: Path, invoke) -> None:
    (own_folder / "notes.mp4").write_text("no film")
    said = {name: invoke("verify", name) for name in ("nowhere.mp4", "notes.mp4")}
    assert [run.exit_code for run in said.values()] == [2, 2]
    assert "There is no film called nowhere.mp4." in said["nowhere.mp4"].stderr
    assert "Content Credentials" in said["notes.mp4"].stderr
