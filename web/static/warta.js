// The one script of the pages. Every page works without it: it spares reloads and adds keys.
//
//   Results      are fetched and swapped in, and back and forward restore what was there
//   Suggestions  the search box is a combobox, as the ARIA Authoring Practices describe it
//   Timeline     arrow keys move along its bars; Shift or the mouse selects a range
//   Keys         letters that move between hits and matches
//   Copying      buttons behind citations and code
//
// Templates say what it may touch: [data-swap], [data-timeline], #q, #count, .hits, .match, .copy.
// Whatever a server answers becomes text or nodes of a parsed page, never markup in a string.

const box = document.getElementById("q");
const status = buildElement("p", { role: "status", class: "hidden" });

/** Return a new element with attributes and text. */
function buildElement(name, attributes, text = "") {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.textContent = text;
  return element;
}

/** Let screen readers say a text; the pause makes them say the same text twice. */
function announce(text) {
  status.textContent = "";
  setTimeout(() => { status.textContent = text; }, 50);
}

/** Return whether a key or button was used alone: with Ctrl and the like it is the browser's. */
function isPlain(event) {
  return !(event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey);
}

/** Focus any element without scrolling. */
function focus(element) {
  if (element.tabIndex < 0) element.setAttribute("tabindex", "-1");
  element.focus({ preventScroll: true });
}


// Results

const TIMEOUT = 8000; // ms until the browser itself opens the page, and shows what is wrong
const MAX_KEPT = 20;
const TOP = { page: 0, side: 0 };
const HEAD = `base, link[rel=canonical], link[rel=alternate], meta[name=robots],
  meta[name=description], meta[property]`;
const HOP = /^\/~[^/]+\/$/; // the path of a link that says only what it changes of the address

const kept = new Map(); // pages that were left, by the key of their history entry
const shown = { key: history.state?.key ?? createKey(), address: getAddress(location) };
let loading = null; // what aborts the request for the next page

/** Return a key that no other entry of the history has. */
function createKey() {
  return `${performance.timeOrigin}-${performance.now()}`;
}

/** Return a URL as what the server sees of it. */
function getAddress({ pathname, search }) {
  return pathname + search;
}

/** Return where a link leads. The `href` of a bar of the timeline is no text, but an SVG string. */
function getTarget(link) {
  return new URL(link.getAttribute("href"), document.baseURI);
}

/** Return whether this page can be turned into that of a URL: both are results. */
function isSwappable(url) {
  const isResults = url.pathname === location.pathname || HOP.test(url.pathname);
  return url.origin === location.origin && isResults && url.search
    && getAddress(url) !== shown.address && document.querySelector("main[data-swap]");
}

/** Return the parts of a page that differ between results. */
function collect(page) {
  return {
    parts: [...page.querySelectorAll("[data-swap]")],
    head: [...page.head.querySelectorAll(HEAD)],
    title: page.title,
    query: page.getElementById("q").defaultValue,
    action: page.getElementById("q").form.getAttribute("action"),
  };
}

/** Show the parts of another page. Throws if its layout differs. */
function show(next) {
  const now = collect(document);
  const names = ({ parts }) => parts.map((part) => part.dataset.swap).join();
  if (names(now) !== names(next)) throw new Error("another layout");
  now.parts.forEach((part, at) => part.replaceWith(next.parts[at]));
  now.head.forEach((element) => element.remove());
  document.head.append(...next.head);
  document.title = next.title;
  box.value = box.defaultValue = next.query;
  box.form.setAttribute("action", next.action);
}

/** Let screen readers say what is found, unless they do because it has the focus. */
function announceCount() {
  const count = document.getElementById("count");
  if (document.activeElement !== count) announce(count?.textContent.trim() ?? document.title);
}

/** Return where the page and its column of filters, which may scroll by itself, are scrolled to. */
function getScroll() {
  return { page: scrollY, side: document.querySelector("main aside")?.scrollTop ?? 0 };
}

/** Scroll the page and its column of filters. */
function scrollAll({ page, side }) {
  document.querySelector("main aside")?.scrollTo(0, side);
  scrollTo(0, page);
}

/** Keep the page that is shown for when the reader comes back to it. */
function keep() {
  history.scrollRestoration = "manual";
  kept.delete(shown.key);
  kept.set(shown.key, { ...collect(document), scroll: getScroll(), focus: document.activeElement });
  if (kept.size > MAX_KEPT) kept.delete(kept.keys().next().value);
}

/** Request a page and hand it on; where that fails, let the browser open it. */
async function load(url, receive) {
  stopLoading();
  const mine = loading = new AbortController();
  const timer = setTimeout(() => mine.abort(), TIMEOUT);
  markBusy(true);
  try {
    const [page, found] = await fetchPage(url, mine.signal);
    if (mine !== loading) return;
    markBusy(false);
    receive(page, found);
  } catch {
    if (mine === loading) navigate(url);
  } finally {
    clearTimeout(timer);
    if (mine === loading) stopLoading();
  }
}

/** Give up the request for another page, if there is one. */
function stopLoading() {
  loading?.abort();
  loading = null;
  markBusy(false);
}

/** Say whether the results that are shown are about to be replaced. */
function markBusy(isBusy) {
  document.querySelector("main").setAttribute("aria-busy", String(isBusy));
}

/** Return the page at a URL, and where a hop led to it. Throws unless it is there and a page. */
async function fetchPage(url, signal) {
  const answer = await fetch(url, { signal, headers: { Accept: "text/html" } });
  const type = answer.headers.get("Content-Type") ?? "";
  const found = answer.redirected ? new URL(answer.url) : url;
  const isElsewhere = answer.redirected && !HOP.test(url.pathname);
  if (!answer.ok || isElsewhere || !type.startsWith("text/html")) throw new Error(url);
  return [new DOMParser().parseFromString(await answer.text(), "text/html"), found];
}

/** Let the browser open a URL, also the one that is in the address bar already. */
function navigate(url) {
  if (url.href === location.href) location.reload();
  else location.assign(url);
}

/** Show the results at a URL. `control` is what the reader used to get there. */
function visit(url, control) {
  url.hash = "";
  load(url, (page, found) => {
    const { top } = control.getBoundingClientRect();
    const [before, scroll] = [document.querySelector("main"), getScroll()];
    keep();
    history.replaceState({ key: shown.key }, "");
    show(collect(page));
    shown.key = createKey();
    shown.address = getAddress(found);
    history.pushState({ key: shown.key }, "", found);
    restoreDetails(before);
    openFilters();
    scrollAll(scroll);
    settle(control, top);
    prepareTimeline();
    announceCount();
  });
}

/** Open and close the parts of the new page as they were on the page before. */
function restoreDetails(before) {
  for (const { id, open } of before.querySelectorAll("details[id]")) {
    const same = document.getElementById(id);
    if (same) same.open = open;
  }
}

/** Open the filters where the style sheet shows them as a column, for what goes by the markup. */
function openFilters() {
  const summary = document.querySelector("#filters-panel > summary");
  if (summary && getComputedStyle(summary).display === "none") summary.parentElement.open = true;
}

/** Leave the control that was used in its place, with the focus, or go to the top of the hits. */
function settle(control, top) {
  const same = control.isConnected ? control : document.getElementById(control.id);
  const shift = same ? same.getBoundingClientRect().top - top : 0;
  focus(same ?? document.getElementById("count") ?? document.querySelector("main"));
  if (same?.closest("main") && !isSticky(same)) scrollBy(0, shift);
  else scrollTo(0, 0);
  if (same === box && matchMedia("(pointer: coarse)").matches) box.blur(); // its keyboard hides
}

/** Return whether a control stays in sight wherever the page is scrolled to. */
function isSticky(control) {
  const side = control.closest("aside");
  return side !== null && getComputedStyle(side).position === "sticky";
}

/** Show the page that the history has come to. */
function travel({ state }) {
  const past = kept.get(state?.key);
  if (!past && getAddress(location) === shown.address) return; // only the fragment has changed
  stopLoading();
  keep();
  shown.key = state?.key ?? createKey();
  shown.address = getAddress(location);
  if (past) restore(past);
  else load(new URL(location), (page) => restore({ ...collect(page), scroll: TOP }));
}

/** Show a page as it was left. */
function restore(past) {
  show(past);
  openFilters();
  scrollAll(past.scroll);
  if (past.focus?.isConnected) past.focus.focus({ preventScroll: true });
  prepareTimeline();
  announceCount();
}

/** Return the URL that a form asks for, without fields that are empty; they are what hops undo. */
function buildURL(form, submitter) {
  const url = new URL(form.getAttribute("action") ?? "", document.baseURI);
  const isHop = HOP.test(url.pathname);
  const fields = [...new FormData(form)].filter(([name, value]) => value || isHop || name === "q");
  if (submitter?.name) fields.push([submitter.name, submitter.value]);
  url.search = new URLSearchParams(fields);
  return url;
}

/** Return whether a link leads where a click says: not to a file, a new tab or a language. */
function isOrdinary(link) {
  return !["target", "download", "hreflang"].some((name) => link.hasAttribute(name));
}

addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || !isPlain(event) || event.shiftKey || event.button || !isOrdinary(link)) return;
  const url = getTarget(link);
  if (!isSwappable(url)) return;
  event.preventDefault();
  visit(url, link);
});

addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (event.defaultPrevented || form.method !== "get") return;
  const url = buildURL(form, submitter);
  if (!isSwappable(url)) return;
  event.preventDefault();
  const used = document.activeElement;
  visit(url, form.contains(used) ? used : submitter ?? form);
});

addEventListener("popstate", travel);

addEventListener("pagehide", () => {
  stopLoading(); // a request that ends with the page has not failed
  history.scrollRestoration = "auto";
});


// Suggestions

const MIN_LETTERS = 2;
const PAUSE = 150; // ms without a key until suggestions are asked for

const list = buildElement("ul", {
  id: "suggestions", role: "listbox", class: "listbox", hidden: "",
  "aria-label": box.dataset.suggestions,
});
let pause; // the timer until the next request
let asking = null; // what aborts the request for suggestions

const getActive = () => list.querySelector("[aria-selected=true]");

/** Ask for suggestions once the reader pauses. */
function scheduleSuggestions() {
  closeList();
  if (box.value.trim().length < MIN_LETTERS) return;
  pause = setTimeout(askForSuggestions, PAUSE);
}

/** Show what the box may be completed to. Without an answer it still searches. */
async function askForSuggestions() {
  const mine = asking = new AbortController();
  const parameters = new URLSearchParams({ q: box.value, limit: 8 });
  try {
    const answer = await fetch(`/api/v1/suggest?${parameters}`, { signal: mine.signal });
    const { completions } = await answer.json();
    if (mine === asking) openList(completions ?? []);
  } catch {
    if (mine === asking) closeList();
  }
}

/** Show suggestions, none of them chosen yet. */
function openList(completions) {
  list.replaceChildren(...completions.map(buildOption));
  list.hidden = !completions.length;
  box.setAttribute("aria-expanded", String(!list.hidden));
}

/** Return a suggestion as an option. */
function buildOption({ text, kind }, at) {
  const option = buildElement("li", {
    id: `suggestion-${at}`, role: "option", "aria-selected": "false",
    "data-query": kind === "outlet" ? `media:"${text.replaceAll('"', "")}"` : text,
  }, text);
  const hint = box.dataset[kind];
  if (hint) option.append(" ", buildElement("span", { class: "quiet" }, hint));
  return option;
}

/** Hide the suggestions, and forget those that are still to come. */
function closeList() {
  clearTimeout(pause);
  asking?.abort();
  asking = null;
  list.hidden = true;
  box.setAttribute("aria-expanded", "false");
  box.removeAttribute("aria-activedescendant");
}

/** Make the next or previous suggestion the active one; the box itself comes between the ends. */
function moveInList(step) {
  const stops = [null, ...list.children];
  const before = getActive();
  const next = stops.at((stops.indexOf(before) + step) % stops.length);
  before?.setAttribute("aria-selected", "false");
  next?.setAttribute("aria-selected", "true");
  next?.scrollIntoView({ block: "nearest" });
  if (next) box.setAttribute("aria-activedescendant", next.id);
  else box.removeAttribute("aria-activedescendant");
}

/** Search for a suggestion. */
function choose(option) {
  box.value = option.dataset.query;
  closeList();
  box.form.requestSubmit();
}

/** Act on a key in the box; those of an input method are its own. */
function pressInBox(event) {
  if (event.isComposing || !isPlain(event)) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const active = list.hidden ? null : getActive();
  if (step && list.hidden && box.value.trim().length >= MIN_LETTERS) askForSuggestions();
  else if (step && !list.hidden) moveInList(step);
  else if (event.key === "Enter" && active) choose(active);
  else if (event.key === "Escape" && !list.hidden) closeList();
  else {
    if (event.key === "Enter") closeList(); // what was typed is searched for as it is
    return;
  }
  event.preventDefault();
}

/** Make the search box a combobox. */
function prepareBox() {
  const attributes = {
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false",
    "aria-controls": list.id, "aria-haspopup": "listbox",
  };
  for (const [name, value] of Object.entries(attributes)) box.setAttribute(name, value);
  box.after(list);
  box.addEventListener("input", scheduleSuggestions);
  box.addEventListener("keydown", pressInBox);
  box.addEventListener("blur", closeList);
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose(option);
  });
}


// Timeline: each bar is a link with `from` and `to`, so two of them bound a range

const BARS = "[data-timeline] a";
let anchor = null; // the bar where a range begins
let dragged = false;

const listBars = () => [...document.querySelectorAll(BARS)];
const listRange = () => [...document.querySelectorAll(`${BARS}.in-range`)];

/** Make the timeline one stop of the Tab key. */
function prepareTimeline() {
  clearRange();
  listBars().forEach((bar, at) => bar.setAttribute("tabindex", at ? "-1" : "0"));
}

/** Focus a bar, and let the Tab key come back to it. */
function goToBar(bar) {
  for (const each of listBars()) each.setAttribute("tabindex", each === bar ? "0" : "-1");
  bar.focus();
}

/** Select the bars from the anchor to another one. */
function selectRange(bar) {
  const bars = listBars();
  const [first, last] = [bars.indexOf(anchor), bars.indexOf(bar)].sort((one, other) => one - other);
  bars.forEach((each, at) => each.classList.toggle("in-range", first <= at && at <= last));
  announce([bars[first], bars[last]].map((each) => each.textContent).join(" – "));
}

/** Select nothing. */
function clearRange() {
  anchor = null;
  for (const bar of listRange()) bar.classList.remove("in-range");
}

/** Show the results between the ends of the range. */
function applyRange() {
  const range = listRange().map(getTarget);
  const [first, last] = [range[0], range.at(-1)];
  first.searchParams.set("to", last.searchParams.get("to"));
  if (isSwappable(first)) visit(first, listRange()[0]);
  else navigate(first);
}

/** Act on a key in the timeline. */
function pressInTimeline(event) {
  const bars = listBars();
  const at = bars.indexOf(event.target);
  const steps = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: bars.length - 1 };
  if (event.key in steps) moveInTimeline(event.target, bars[steps[event.key]], event.shiftKey);
  else if (event.key === "Enter" && listRange().length) applyRange();
  else if (event.key === "Escape" && listRange().length) clearRange();
  else return;
  event.preventDefault();
}

/** Go from one bar to another, and select what is between them if Shift is held. */
function moveInTimeline(from, to, isShifted) {
  if (!to) return;
  if (isShifted) {
    anchor ??= from;
    selectRange(to);
  } else clearRange();
  goToBar(to);
}

/** Return the bar that is nearest to a place of the screen. */
function findNearestBar(x) {
  const measure = (bar) => {
    const { left, right } = bar.getBoundingClientRect();
    return Math.abs((left + right) / 2 - x);
  };
  return listBars().reduce((one, other) => (measure(other) < measure(one) ? other : one));
}

addEventListener("keydown", (event) => {
  if (isPlain(event) && event.target.closest(BARS)) pressInTimeline(event);
});

addEventListener("pointerdown", (event) => {
  dragged = false;
  const isBar = event.target.closest("[data-timeline]") && listBars().length;
  if (!isBar || event.button || !isPlain(event)) return;
  clearRange();
  anchor = findNearestBar(event.clientX);
});

addEventListener("pointermove", (event) => {
  if (!anchor || !event.buttons) return;
  const bar = findNearestBar(event.clientX);
  if (bar === anchor && !dragged) return;
  dragged = true;
  selectRange(bar);
});

addEventListener("pointerup", () => {
  if (dragged && anchor) applyRange();
  anchor = null;
});

// After a drag neither the link under the mouse is followed nor is it dragged as a link.
addEventListener("click", (event) => {
  if (dragged && event.target.closest("[data-timeline]")) event.preventDefault();
  dragged = false;
}, { capture: true });

addEventListener("pointercancel", () => {
  if (dragged) clearRange(); // the finger scrolls the page
  anchor = null;
});

addEventListener("dragstart", (event) => {
  if (anchor) event.preventDefault();
});


// Keys

const dialog = document.getElementById("keys");
const KEYS_OFF = "warta-keys-off"; // what this browser remembers, if the reader wants no keys

const KEYS = {
  "/": () => { box.focus(); box.select(); },
  j: () => goToHit(1),
  k: () => goToHit(-1),
  n: () => goToMatch(1),
  p: () => goToMatch(-1),
  "?": () => dialog.showModal(),
};

/** Return whether the reader has switched the keys off. Storage may be forbidden. */
function areKeysOff() {
  try {
    return localStorage.getItem(KEYS_OFF) !== null;
  } catch {
    return false;
  }
}

/** Remember whether the reader wants keys. */
function switchKeys(event) {
  try {
    if (event.target.checked) localStorage.removeItem(KEYS_OFF);
    else localStorage.setItem(KEYS_OFF, "1");
  } catch {
    event.target.checked = true;
  }
}

/** Focus the title of the next or previous hit; beyond the last comes the next page. */
function goToHit(step) {
  const titles = [...document.querySelectorAll(".hits > li h2 a")];
  const here = document.activeElement.closest(".hits > li");
  const title = titles[titles.findIndex((each) => here?.contains(each)) + step];
  if (title) title.focus();
  else document.querySelector(`main [rel=${step > 0 ? "next" : "prev"}]`)?.click();
}

/** Go to the next or previous match in an article, as its links do; the first follows the last. */
function goToMatch(step) {
  const matches = [...document.querySelectorAll(".match[id]")];
  if (!matches.length) return;
  const at = matches.findIndex((match) => match.matches(":target"));
  const match = matches.at(at < 0 && step < 0 ? -1 : (at + step) % matches.length);
  location.replace(`#${match.id}`);
  focus(match);
}

/** Return whether keys are text where the focus is. */
function isTyping(target) {
  return target.closest("input, textarea, select, dialog, [contenteditable]") !== null;
}

/** Let the reader see the keys, and switch them off. */
function prepareKeys() {
  const [opener, closer, checkbox] = ["open", "close", "on"].map(
    (name) => document.getElementById(`keys-${name}`));
  opener.hidden = false;
  opener.addEventListener("click", () => dialog.showModal());
  closer.addEventListener("click", () => dialog.close());
  checkbox.checked = !areKeysOff();
  checkbox.addEventListener("change", switchKeys);
}

addEventListener("keydown", (event) => {
  if (!isPlain(event) || event.isComposing || isTyping(event.target) || areKeysOff()) return;
  const act = Object.hasOwn(KEYS, event.key) ? KEYS[event.key] : null;
  if (!act) return;
  event.preventDefault();
  act();
});


// Copying

/** Put a button behind each text that is there to be copied. */
function prepareCopying() {
  if (!navigator.clipboard) return; // as on pages without TLS
  for (const element of document.querySelectorAll(".copy")) {
    const text = element.textContent.trim();
    element.append(" ", document.getElementById("copier").content.cloneNode(true));
    element.lastElementChild.addEventListener("click", ({ target }) => copy(text, target));
  }
}

/** Copy a text, or select it where the browser forbids that. */
async function copy(text, button) {
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = button.dataset.done;
    announce(button.dataset.done);
  } catch {
    getSelection().selectAllChildren(button.parentElement);
  }
}


document.body.append(status);
openFilters();
prepareBox();
prepareTimeline();
prepareKeys();
prepareCopying();
