"""Who has been told how a job ended: at most once, as far as a platform allows.

A front end claims a delivery, sends, and records what became of it. The claim is on the disk before anything is
sent, so that a process that ends in between leaves `Delivery.UNKNOWN` behind and never a second copy.
"""

from sqlite_utils import Database

from engine.jobs.job import Delivery


class Deliveries:
    """The column `delivery` of the jobs, and the only way to change it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def claim(self, job_id: str) -> bool:
        """Take the right to send; `False` when somebody has it, or there is nothing to send."""
        cursor = self._database.execute(
            "UPDATE jobs SET delivery = ? WHERE id = ? AND delivery = ? AND state IN ('done', 'failed')",
            [Delivery.CLAIMED, job_id, Delivery.OPEN],
        )
        return cursor.rowcount == 1

    def record(self, job_id: str, outcome: Delivery, receipt: str | None = None) -> None:
        """Close a claim; nothing happens where none is open, for example once the job was forgotten."""
        self._database.execute(
            "UPDATE jobs SET delivery = ?, receipt = ? WHERE id = ? AND delivery = ?",
            [outcome, receipt, job_id, Delivery.CLAIMED],
        )

    def take_up(self) -> list[str]:
        """Mark what an earlier process left claimed, and return it by job: it may have been sent."""
        statement = "UPDATE jobs SET delivery = ? WHERE delivery = ? RETURNING id"
        return [job_id for (job_id,) in self._database.execute(statement, [Delivery.UNKNOWN, Delivery.CLAIMED])]
