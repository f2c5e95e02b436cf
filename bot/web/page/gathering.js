// Photos come in by a button, by dropping and by pasting.

export function gather(take) {
  const file = document.getElementById("file");
  for (const button of document.querySelectorAll("[data-pick]")) {
    button.addEventListener("click", () => file.click());
  }
  file.addEventListener("change", () => {
    take([...file.files]);
    file.value = "";
  });
  document.addEventListener("paste", (event) => {
    const files = [...event.clipboardData.files];
    if (files.length) take(files);
  });
  acceptDrops(take);
}

function acceptDrops(take) {
  let depth = 0;
  const hover = (change) => {
    depth = Math.max(0, depth + change);
    document.body.classList.toggle("under-photo", depth > 0);
  };
  const bringsFiles = (event) => event.dataTransfer?.types.includes("Files");
  addEventListener("dragenter", (event) => { if (bringsFiles(event)) hover(1); });
  addEventListener("dragleave", (event) => { if (bringsFiles(event)) hover(-1); });
  addEventListener("dragover", (event) => { if (bringsFiles(event)) event.preventDefault(); });
  addEventListener("drop", (event) => {
    if (!bringsFiles(event)) return;
    event.preventDefault();
    hover(-depth);
    take([...event.dataTransfer.files]);
  });
}
