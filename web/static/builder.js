// The builder of embeds: example and code follow the form as it changes, and buttons copy the code.
// Without it, the button of the form does the first, and the reader the second.

const form = document.querySelector(".builder form");
const said = document.querySelector(".builder [role=status]");
let timer = 0;
let last = null;

/** Show example and code for what the form says now. */
async function update() {
  const filled = [...new FormData(form)].filter(([, value]) => value);
  const address = `${form.action}?${new URLSearchParams(filled)}`;
  const mine = last = new AbortController();
  try {
    const answer = await fetch(address, { signal: AbortSignal.timeout(8000) });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine !== last) return;
    for (const part of [".preview", ".codes"]) {
      document.querySelector(part).replaceWith(page.querySelector(part));
    }
    history.replaceState(history.state, "", address);
    prepare();
  } catch {
    // the button of the form asks again
  }
}

/** Show the buttons that copy. */
function prepare() {
  for (const button of document.querySelectorAll("button[data-copies]")) {
    button.hidden = !navigator.clipboard;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).value);
      said.textContent = "";
      setTimeout(() => { said.textContent = button.dataset.said; }, 50);
    });
  }
}

form.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(update, 300);
});
prepare();
