/* <warta-search>: a search box for other sites. MIT licence.

   <script src="https://arsip.example/embed/1/embed.js" async></script>
   <warta-search endpoint="https://arsip.example" q="gempa"></warta-search>

   docs/embedding.md describes its attributes, parts, properties and events. It keeps nothing, and
   writes what the archive answers as text only. */
(() => {
  "use strict";

  const FILTERS = ["outlet", "year", "byline", "rubric", "place", "tag", "agency"];
  const SINGLE = ["from", "to", "past", "sort", "collapse", "expand"];
  const SETTINGS = [
    "endpoint", "q", "filters", "page-size", "lang", "label", "placeholder", "open", "target",
    "accent", "timeout", "key"];

  const KINDS = {
    400: "query", 422: "query", 401: "key", 403: "key", 404: "endpoint", 429: "busy", 503: "busy" };

  const TEXTS = {
    id: {
      label: "Cari di arsip berita", button: "Cari", searching: "Mencari…",
      articles: n => `${n} artikel`, stories: n => `${n} berita`,
      shown: n => `, ${n} ditampilkan`, none: "Tidak ada artikel yang cocok.",
      relaxed: "Tidak ada artikel yang memuat semua kata itu. Yang tampil memuat sebagian.",
      instead: "Coba juga:", copies: n => `${n} artikel memuat berita ini`,
      more: "Tampilkan lagi", all: "Lihat semua di arsip",
      untitled: "(tanpa judul)", undated: "tanpa tanggal", retry: "Coba lagi",
      open: "Buka arsip",
      timeout: "Arsip terlalu lama menjawab.",
      network: "Arsip tidak dapat dihubungi.",
      server: "Arsip sedang tidak dapat menjawab.",
      busy: "Arsip sedang sibuk. Cobalah sebentar lagi.",
      key: "Halaman ini belum boleh mencari di arsip (atribut key).",
      answer: "Jawaban arsip tidak dapat dibaca.",
      query: "Pencarian ini terlalu panjang atau terlalu rumit. Persingkatlah.",
      condition: "Ada syarat atau tanggal dalam pencarian ini yang tidak dapat dibaca. "
        + "Perbaiki, atau beri tanda kutip.",
      setting: name => `Halaman ini mengatur pencarian dengan nilai yang keliru (${name}).`,
      endpoint: "Alamat arsip belum diatur dengan benar (atribut endpoint).",
    },
    en: {
      label: "Search the news archive", button: "Search", searching: "Searching…",
      articles: n => (n === "1" ? "1 article" : `${n} articles`),
      stories: n => (n === "1" ? "1 story" : `${n} stories`),
      shown: n => `, ${n} shown`, none: "No articles match.",
      relaxed: "No article contains all of these words. These contain some of them.",
      instead: "You could try:", copies: n => `${n} articles on this story`,
      more: "Show more", all: "See all in the archive",
      untitled: "(untitled)", undated: "undated", retry: "Try again",
      open: "Open the archive",
      timeout: "The archive takes too long to answer.",
      network: "The archive cannot be reached.",
      server: "The archive cannot answer at the moment.",
      busy: "The archive is busy. Try again in a moment.",
      key: "This page may not search the archive yet (attribute key).",
      answer: "The answer of the archive cannot be read.",
      query: "This search is too long or too complex. Shorten it.",
      condition: "A condition or date in this search cannot be read. "
        + "Correct it, or put it in quotation marks.",
      setting: name => `This page sets a wrong value for the search (${name}).`,
      endpoint: "The address of the archive is not set correctly (attribute endpoint).",
    },
  };

  // What a page inherits into the element stops at .warta, but for its font and its colours. The
  // direction is no part of `all`.
  const STYLE = `
:host { display: block; min-width: 0; }
:host([hidden]), [hidden] { display: none !important; }
.warta {
  all: initial; direction: ltr; display: block; box-sizing: border-box; visibility: inherit; color-scheme: inherit;
  font-family: var(--warta-font, inherit); font-size: var(--warta-font-size, inherit);
  line-height: 1.5; overflow-wrap: anywhere; color: var(--warta-ink, inherit);
  --a: var(--warta-accent, var(--_accent, #a3201d)); --on: var(--warta-on-accent, #fff);
  --l: var(--warta-line, var(--_line, #8a847c66)); --r: var(--warta-radius, .4em);
}
:host([theme]) .warta {
  padding: 1em; border: 1px solid var(--l); border-radius: var(--r);
  background: var(--warta-paper, var(--_paper)); color: var(--warta-ink, var(--_ink));
}
:host([theme]) .warta {
  --_ink: #1d1b19; --_quiet: #5f5a54; --_paper: #fdfcfa; --_line: #e3ded6; --_field: #fff;
  color-scheme: light;
}
:host([theme="dark"]) .warta {
  --_ink: #ebe7e1; --_quiet: #aca69d; --_paper: #191715; --_line: #3a352f; --_field: #141210;
  --_accent: #c9413b; color-scheme: dark;
}
@media (prefers-color-scheme: dark) {
  :host([theme="auto"]) .warta {
    --_ink: #ebe7e1; --_quiet: #aca69d; --_paper: #191715; --_line: #3a352f; --_field: #141210;
    --_accent: #c9413b; color-scheme: dark;
  }
}
* { box-sizing: border-box; }
form { display: flex; flex-wrap: wrap; gap: .5em; margin: 0; }
label { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
input, button { font: inherit; border-radius: var(--r); padding: .4em .8em; min-height: 2.4em; margin: 0; }
input {
  flex: 1 1 10em; min-width: 0; border: 1px solid #8a847c;
  background: var(--warta-field, var(--_field, Field)); color: var(--warta-field-ink, FieldText);
}
button { cursor: pointer; color: inherit; background: none; border: 1px solid currentColor; }
.go { background: var(--a); border-color: var(--a); }
.go span { color: var(--on); font-weight: 600; }
:focus-visible { outline: 3px solid currentColor; outline-offset: 2px; }
input:focus-visible { outline-color: var(--a); }
.status { margin: .6em 0 0; min-height: 1.5em; }
.status:empty { display: none; }
.status.error { border-left: 4px solid var(--a); padding-left: .7em; }
.note { margin: .4em 0 0; }
ol, ul { list-style: none; margin: 0; padding: 0; }
ol > li { padding: .8em 0; border-bottom: 1px solid var(--l); }
a { color: var(--warta-link, inherit); text-underline-offset: .18em; text-decoration-thickness: 1px; }
a:hover { text-decoration-thickness: 2px; }
.title {
  display: inline-block; font-size: 1.06em; font-weight: 600; line-height: 1.3;
  text-decoration-color: var(--l);
}
.title:hover { text-decoration-color: currentColor; }
.source { font-size: .9em; color: var(--warta-quiet, var(--_quiet, inherit)); }
.source b { font-weight: 600; }
.snippet {
  margin: .2em 0 0; display: -webkit-box; overflow: hidden;
  -webkit-box-orient: vertical; -webkit-line-clamp: var(--warta-lines, 4);
}
mark {
  background: none; color: inherit; text-decoration: underline 2px var(--a);
  text-underline-offset: .18em;
}
.snippet mark { font-weight: 700; }
.suggestions { display: flex; flex-wrap: wrap; gap: .5em; align-items: center; margin: .6em 0 0; }
.foot { display: flex; flex-wrap: wrap; gap: .5em 1em; align-items: center; margin: .8em 0 0; }
@media (pointer: coarse) {
  input, button { min-height: 44px; }
  .title { padding: .3em 0; min-height: 44px; }
  .foot a { display: inline-flex; align-items: center; min-height: 44px; }
}
@media print { form, button { display: none !important; } }
@media (forced-colors: active) {
  mark { color: CanvasText; forced-color-adjust: none; text-decoration-color: currentColor; }
  .title mark { color: LinkText; }
}
`;

  const supported = window.customElements && "adoptedStyleSheets" in Document.prototype
    && "replaceSync" in CSSStyleSheet.prototype;
  if (!supported || customElements.get("warta-search")) return; // the page keeps its own form

  const own = document.currentScript && document.currentScript.src;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);

  /** Return a new element; `part` is its name for style sheets of the page. */
  function make(tag, part, ...children) {
    const element = document.createElement(tag);
    if (part) {
      element.className = part;
      element.setAttribute("part", part);
    }
    element.append(...children);
    return element;
  }

  /** Return a text as nodes, with its matches in <mark>; spans count code points. */
  function markMatches({ text, spans }) {
    const points = [...text], nodes = [];
    let last = 0;
    for (const [start, end] of spans) {
      nodes.push(points.slice(last, start).join(""));
      nodes.push(make("mark", "mark", points.slice(start, end).join("")));
      last = end;
    }
    return [...nodes, points.slice(last).join("")];
  }

  /** Return an address that a person may follow, or null. */
  function parseAddress(address, base) {
    try {
      const url = new URL(address, base);
      return /^https?:$/.test(url.protocol) ? url : null;
    } catch {
      return null;
    }
  }

  /** Return a date of publication as a person writes it, to the precision that is known. */
  function formatDate(published, language) {
    if (!/^\d{4}-\d{2}/.test(published)) return published;
    const options = { year: "numeric", month: "long", timeZone: "UTC" };
    if (published.length > 7) options.day = "numeric";
    return new Intl.DateTimeFormat(language === "id" ? "id-ID" : "en-GB", options)
      .format(new Date(published.slice(0, 10)));
  }

  /** Return black or white, whichever is easier to read on a colour #rrggbb. */
  function findInk(hex) {
    const parts = hex.match(/\w\w/g).map(each => {
      const part = parseInt(each, 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2] > 0.179 ? "#000" : "#fff";
  }

  class Failure extends Error {
    constructor(kind, message = "", status = 0, parameter = "q") {
      super(message);
      Object.assign(this, { kind, status, parameter });
    }

    /** Return what a reader is told: a wrong filter is no fault of theirs. */
    describe(texts) {
      if (this.kind !== "query") return texts[this.kind];
      if (this.parameter !== "q") return texts.setting(this.parameter);
      return this.status === 422 ? texts.condition : texts.query;
    }
  }

  class WartaSearch extends HTMLElement {
    static observedAttributes = [...SETTINGS, ...FILTERS, ...SINGLE];

    #root = null;
    #colours = new CSSStyleSheet();
    #asked = null; // what was searched for last, and null before that
    #page = 1;
    #shown = 0;
    #request = null;
    #changes = null;

    connectedCallback() {
      if (!this.#root) this.#build();
      this.#label();
      if (this.hasAttribute("q") || this.#asked !== null) this.search();
    }

    disconnectedCallback() {
      if (this.#request) this.#request.abort();
    }

    attributeChangedCallback(name, before, after) {
      if (!this.#root || before === after) return;
      if (name === "q") this.value = after || "";
      if (this.#changes) return;
      this.#changes = Promise.resolve().then(() => { // several changes make one request
        this.#changes = null;
        this.#label();
        if (this.isConnected && (this.hasAttribute("q") || this.#asked !== null)) this.search();
      });
    }

    /** What is in the box. */
    get value() { return this.#root ? this.#root.box.value : this.getAttribute("q") || ""; }
    set value(text) { if (this.#root) this.#root.box.value = text; }

    /** Search for a text, by default for what is in the box. */
    async search(text = this.value) {
      if (!this.#root) this.#build();
      this.value = this.#asked = text;
      await this.#ask(1);
    }

    get #texts() { return TEXTS[this.#language]; }

    get #language() {
      const near = this.closest("[lang]");
      return near && /^en\b/i.test(near.lang) ? "en" : "id";
    }

    #build() {
      const box = make("input", "input"), go = make("button", "button", make("span"));
      box.id = "q";
      Object.assign(box, { type: "search", maxLength: 512, autocomplete: "off",
        spellcheck: false, enterKeyHint: "search", value: this.getAttribute("q") || "" });
      go.classList.add("go");
      const label = make("label", "label"), form = make("form", "form", label, box, go);
      label.htmlFor = "q";
      form.setAttribute("role", "search");
      form.addEventListener("submit", event => { event.preventDefault(); this.search(); });

      const status = make("p", "status"), note = make("p", "note");
      status.setAttribute("role", "status");
      const instead = make("ul", "suggestions"), hits = make("ol", "hits");
      for (const list of [instead, hits]) list.setAttribute("role", "list");
      const more = make("button", "more"), retry = make("button", "retry"), all = make("a", "all");
      more.type = retry.type = "button";
      more.addEventListener("click", () => this.#ask(this.#page + 1));
      retry.addEventListener("click", () => this.#ask(this.#page));
      const foot = make("div", "foot", retry, more, all);

      const shadow = this.attachShadow({ mode: "open" });
      shadow.adoptedStyleSheets = [sheet, this.#colours];
      shadow.append(make("div", "warta", form, status, note, instead, hits, foot));
      this.#root = { shadow, box, go, label, form, status, note, instead, hits, foot, more, retry, all };
      for (const each of [note, instead, hits, foot, more, retry, all]) each.hidden = true;
    }

    /** Write what the form says, in the language of the element. */
    #label() {
      const { box, go, label, form, more, retry } = this.#root, texts = this.#texts;
      const name = this.getAttribute("label")
        || [texts.label, ...this.#split("outlet")].join(" · ");
      this.#root.shadow.firstChild.lang = this.#language;
      form.setAttribute("aria-label", name);
      label.textContent = name;
      box.placeholder = this.getAttribute("placeholder") || "";
      go.firstChild.textContent = texts.button;
      more.textContent = texts.more;
      retry.textContent = texts.retry;
      const short = /^#([\da-f])([\da-f])([\da-f])$/i;
      const accent = (this.getAttribute("accent") || "").replace(short, "#$1$1$2$2$3$3");
      this.#colours.replaceSync(/^#[\da-f]{6}$/i.test(accent)
        ? `:host { --warta-accent: ${accent}; --warta-on-accent: ${findInk(accent)}; }` : "");
    }

    #split(name) {
      return (this.getAttribute(name) || "").split("|").map(each => each.trim()).filter(Boolean);
    }

    /** Return an address of the archive with the query and the filters. */
    #address(path) {
      const written = this.getAttribute("endpoint") || own && new URL(own).origin || "";
      const home = parseAddress(written);
      if (!home) throw new Failure("endpoint");
      if (!home.pathname.endsWith("/")) home.pathname += "/";
      const url = new URL(path, home), parameters = url.searchParams;
      url.search = url.hash = "";
      if (this.#asked) parameters.set("q", this.#asked);
      for (const name of FILTERS) {
        for (const value of this.#split(name)) parameters.append(name, value);
      }
      for (const name of SINGLE) {
        if (this.getAttribute(name)) parameters.set(name, this.getAttribute(name));
      }
      for (const [name, value] of new URLSearchParams(this.getAttribute("filters") || "")) {
        parameters.append(name, value);
      }
      return url;
    }

    /** Ask for a page of hits and show it; only the last request of an element counts. */
    async #ask(page) {
      const { hits, status } = this.#root, texts = this.#texts;
      if (this.#request) this.#request.abort();
      const request = this.#request = new AbortController();
      const seconds = Math.min(Math.max(+this.getAttribute("timeout") || 8, 1), 60);
      let late = false;
      const timer = setTimeout(() => { late = true; request.abort(); }, seconds * 1000);
      const waiting = setTimeout(() => {
        status.classList.remove("error");
        status.textContent = texts.searching;
      }, 400);
      this.#page = page;
      hits.setAttribute("aria-busy", "true");
      try {
        const answer = await this.#fetch(page, request.signal);
        if (this.#request !== request) return;
        this.#show(answer, page);
        this.#tell("warta-results", answer);
      } catch (error) {
        if (this.#request !== request || (request.signal.aborted && !late)) return;
        this.#fail(late ? new Failure("timeout")
          : error instanceof Failure ? error : new Failure("answer", String(error)));
      } finally {
        clearTimeout(timer);
        clearTimeout(waiting);
        if (this.#request === request) hits.removeAttribute("aria-busy");
      }
    }

    async #fetch(page, signal) {
      const url = this.#address("api/v1/search"), parameters = url.searchParams;
      if (!parameters.has("collapse")) parameters.set("collapse", "story");
      if (!parameters.has("view")) parameters.set("view", "ringkas");
      parameters.set("page_size", this.getAttribute("page-size") || 5);
      parameters.set("facet", "");
      if (page > 1) parameters.set("page", page);
      const key = this.getAttribute("key"), headers = key ? { Authorization: `Bearer ${key}` } : {};
      let response;
      try {
        response = await fetch(url, {
          headers, signal, credentials: "omit", referrerPolicy: "no-referrer" });
      } catch (error) {
        throw new Failure("network", String(error));
      }
      const answer = await response.json().catch(() => ({}));
      if (!response.ok) {
        const [fault] = answer.errors || [];
        throw new Failure(KINDS[response.status] || "server", answer.detail, response.status,
          fault && fault.parameter);
      }
      return answer;
    }

    #show(answer, page) {
      const { shadow, box, status, note, instead, hits, foot, more, retry, all } = this.#root;
      const texts = this.#texts, focused = shadow.activeElement;
      const added = answer.hits.map(hit => this.#describe(hit));
      if (page === 1) {
        hits.replaceChildren();
        this.#shown = 0;
      }
      hits.append(...added);
      this.#shown += added.length;
      const stories = (this.getAttribute("collapse") || "story") === "story";
      const count = texts[stories ? "stories" : "articles"](this.#write(answer.total));
      const part = this.#shown < answer.total ? texts.shown(this.#write(this.#shown)) : "";
      status.classList.remove("error");
      status.textContent = answer.total ? count + part : texts.none;
      note.textContent = texts.relaxed;
      note.hidden = !answer.total || answer.interpreted.match !== "any";
      this.#suggest(page > 1 ? [] : answer.suggestions);
      hits.hidden = !this.#shown;
      more.hidden = !answer.links.next || !added.length;
      retry.hidden = true;
      this.#lead(all, texts.all, !answer.total);
      foot.hidden = !answer.total;
      instead.hidden = !instead.childElementCount;
      const first = added[0] && added[0].querySelector("a[href]");
      if (focused === more && first || focused === retry) (first || box).focus();
    }

    #fail(failure) {
      const { status, foot, more, retry, all, box, shadow } = this.#root, texts = this.#texts;
      const again = !["endpoint", "query", "key"].includes(failure.kind);
      const lost = shadow.activeElement === more || (shadow.activeElement === retry && !again);
      status.classList.add("error");
      status.textContent = failure.describe(texts);
      more.hidden = true;
      retry.hidden = !again;
      foot.hidden = failure.kind === "endpoint";
      this.#lead(all, texts.open, failure.kind === "endpoint");
      if (lost) (again ? retry : box).focus();
      const { kind, message, status: code } = failure;
      this.#tell("warta-error", { kind, message, status: code });
    }

    #suggest(suggestions) {
      const texts = this.#texts, { instead, box } = this.#root;
      const offered = (suggestions || []).filter(each => each.kind !== "unfilter");
      instead.replaceChildren(...offered.map(each => {
        const button = make("button", "suggestion", `${each.query} (${this.#write(each.total)})`);
        button.type = "button";
        button.addEventListener("click", () => { box.focus(); this.search(each.query); });
        return make("li", "", button);
      }));
      if (offered.length) instead.prepend(make("li", "", texts.instead));
    }

    /** Return a hit as an item of the list. */
    #describe(hit) {
      const texts = this.#texts, title = make("a", "title"), source = make("div", "source");
      const blank = !hit.title.trim();
      title.append(...(blank ? [texts.untitled] : markMatches(hit.title_highlight)));
      title.lang = blank ? this.#language : "id";
      this.#follow(title, this.#find(hit));
      const when = make("time", "date", hit.published
        ? formatDate(hit.published, this.#language) : texts.undated);
      if (hit.published) when.dateTime = hit.published;
      source.append(...(hit.outlet ? [make("b", "outlet", hit.outlet), " · "] : []), when);
      if (hit.story) source.append(` · ${texts.copies(this.#write(hit.story.size))}`);
      const [highlight] = hit.snippets, item = make("li", "hit", source, title);
      if (highlight && highlight.text.trim()) {
        const text = highlight.text.trimEnd();
        const snippet = make("p", "snippet", /^\p{Ll}/u.test(text) ? "… " : "",
          ...markMatches(highlight), /[.!?…"”'’)]$/.test(text) ? "" : " …");
        snippet.lang = "id";
        item.append(snippet);
      }
      return item;
    }

    /** Return where the title of a hit leads to: its page in the archive, or its own site. */
    #find(hit) {
      const original = this.getAttribute("open") === "original" && hit.url
        && parseAddress(hit.url);
      if (original) return original;
      const page = parseAddress(hit.links.page, this.#address(""));
      if (page && this.#asked) page.searchParams.set("q", this.#asked);
      if (page) this.#speak(page);
      return page;
    }

    /** Let a link lead to the same search in the archive. */
    #lead(link, text, hidden) {
      link.textContent = text;
      link.hidden = hidden;
      if (hidden) return;
      const url = this.#address("");
      this.#speak(url);
      this.#follow(link, url);
    }

    /** Ask for a page in the language of the element. */
    #speak(url) {
      if (this.lang || this.#language !== "id") url.searchParams.set("lang", this.#language);
    }

    #follow(link, url) {
      if (url) link.href = url.href;
      if (this.getAttribute("target")) link.target = this.getAttribute("target");
      link.rel = "noopener";
    }

    #write(number) {
      return number.toLocaleString(this.#language === "id" ? "id-ID" : "en-GB");
    }

    #tell(name, detail) {
      this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail }));
    }
  }

  customElements.define("warta-search", WartaSearch);
})();
