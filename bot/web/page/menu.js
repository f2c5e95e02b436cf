// The menu: commands to tap, the language, and the farewell.

export function openMenu(say) {
  const menu = document.querySelector(".menu");
  for (const button of menu.querySelectorAll("[data-command]")) {
    button.addEventListener("click", () => {
      say(button.dataset.command);
      menu.open = false;
      document.getElementById("words").focus();
    });
  }
  document.addEventListener("click", (event) => { if (!menu.contains(event.target)) menu.open = false; });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.open) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  document.getElementById("language").addEventListener("change", async ({ target }) => {
    await fetch("/language", { method: "POST", body: new URLSearchParams({ language: target.value }) });
    location.reload();
  });

  const farewell = document.getElementById("farewell");
  document.getElementById("forget").addEventListener("click", () => {
    menu.open = false;
    farewell.returnValue = "no";
    farewell.showModal();
  });
  farewell.addEventListener("close", () => {
    if (farewell.returnValue === "yes") say("/forget");
  });
}
