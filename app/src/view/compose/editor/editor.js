// Formatted writing: Squire in a frame of our own origin that runs no script. Everything that another
// editor would have to do as well is in this file; the program calls it by port.rs.
import createPurifier from "dompurify";
import Squire from "squire-rte";
import { enter } from "./realm.js";

// Its style is fetched with it.
const styled = new Promise((ready) => {
  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = LEVEE_EDITOR_STYLE;
  sheet.onload = sheet.onerror = ready;
  document.head.append(sheet);
});

// Pasted pictures inside an address are larger than this in no letter.
const LARGEST_PASTE = 5_000_000;
const COMMANDS = {
  bold: (squire) => toggle(squire, "B", "bold", "removeBold"),
  italic: (squire) => toggle(squire, "I", "italic", "removeItalic"),
  underline: (squire) => toggle(squire, "U", "underline", "removeUnderline"),
  bullets: (squire) => toggle(squire, "UL", "makeUnorderedList", "removeList"),
  numbers: (squire) => toggle(squire, "OL", "makeOrderedList", "removeList"),
  quote: (squire) => squire.increaseQuoteLevel(),
  indent: (squire) => (squire.hasFormat("LI") ? squire.increaseListLevel() : squire.increaseQuoteLevel()),
  outdent: (squire) => (squire.hasFormat("LI") ? squire.decreaseListLevel() : squire.decreaseQuoteLevel()),
  clear: (squire) => squire.removeAllFormatting(),
  size: (squire, size) => squire.setFontSize(size || null),
  colour: (squire, colour) => squire.setTextColor(colour || null),
  link: (squire, address) => (address ? squire.makeLink(address) : squire.removeLink()),
  undo: (squire) => squire.undo(),
  redo: (squire) => squire.redo(),
};
const KEYS = { ".": "bullets", "/": "numbers", "]": "indent", "[": "outdent" };

const toggle = (squire, tag, on, off) => squire[squire.hasFormat(tag) ? off : on]();

const loaded = (frame) =>
  new Promise((ready) => {
    const look = () => frame.contentDocument?.querySelector("[data-editor]") && ready(frame.contentDocument);
    frame.addEventListener("load", look);
    look();
  });

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

// `files` is the path under which pictures of this draft are served; in the letter they stand by Content-ID.
// `tell(what, value)` hears: "input", "state" (JSON), "files" and "pictures" (arrays of File), "key" (a name).
export const open = async (frame, html, files, tell) => {
  const page = await loaded(frame);
  const root = page.querySelector("[data-editor]");
  await styled;
  const realm = frame.contentWindow;
  // Two editors may be open, and the engine has one realm: that of the frame in which something happens.
  const here = (act) => (...values) => {
    enter(realm);
    return act(...values);
  };
  for (const kind of ["focusin", "pointerdown", "keydown", "paste", "drop"]) page.addEventListener(kind, here(() => {}), true);
  enter(realm);
  const purifier = createPurifier(realm);
  const inLetter = (text) => text.replaceAll(new RegExp(`${files}([0-9a-f]{32})`, "g"), "cid:$1@levee");
  const onScreen = (text) => text.replaceAll(/cid:([0-9a-f]{32})@levee/g, `${files}$1`);

  const clean = (dirty) => {
    const fragment = purifier.sanitize(dirty, {
      RETURN_DOM_FRAGMENT: true,
      FORBID_TAGS: ["style", "form", "input", "button", "select", "textarea", "iframe", "video", "audio", "svg", "math"],
      FORBID_ATTR: ["id", "name", "contenteditable"],
      ALLOW_DATA_ATTR: false,
    });
    for (const picture of fragment.querySelectorAll("img")) {
      const source = picture.getAttribute("src") ?? "";
      if (source.startsWith(files)) continue;
      const file = fileOf(source, picture.getAttribute("alt"));
      if (file) tell("pictures", [file]);
      // What is elsewhere would tell its owner who reads the letter; the server takes it out as well.
      picture.remove();
    }
    return page.importNode(fragment, true);
  };

  const squire = new Squire(root, {
    blockTag: "DIV",
    sanitizeToDOMFragment: clean,
    tagAttributes: { blockquote: { type: "cite" }, a: { target: "_blank" } },
    undo: { documentSizeThreshold: 200_000, undoLimit: 100 },
  });
  squire.setHTML(onScreen(html));
  squire.moveCursorToStart();

  const state = () => {
    const font = squire.getFontInfo();
    const on = ["B", "I", "U", "UL", "OL", "BLOCKQUOTE", "A"].filter((tag) => squire.hasFormat(tag));
    const selection = squire.getSelection();
    const link = selection && (selection.commonAncestorContainer.parentElement?.closest?.("a")?.getAttribute("href") ?? "");
    tell("state", JSON.stringify({ on, size: font.fontSize ?? "", colour: font.color ?? "", link: link ?? "" }));
  };
  squire.addEventListener("input", () => tell("input"));
  squire.addEventListener("pathChange", state);
  squire.addEventListener("select", state);
  squire.addEventListener("pasteImage", (event) => {
    const items = [...event.detail.clipboardData.items].filter((item) => item.kind === "file");
    tell("pictures", items.map((item) => item.getAsFile()).filter(Boolean));
    event.preventDefault();
  });

  const dropped = (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    tell(event.type === "drop" ? "files" : "drag", event.type === "drop" ? [...event.dataTransfer.files] : event.type);
  };
  for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) page.addEventListener(kind, dropped, true);
  page.addEventListener("keydown", (event) => {
    const command = event.ctrlKey || event.metaKey;
    // The page hears keys as if they were pressed on the frame; it takes none that is typed.
    const taken = !frame.dispatchEvent(new KeyboardEvent("keydown", event));
    if (!taken) {
      if (command && event.key === "k") tell("key", "link");
      else if (event.key === "Escape") tell("key", "escape");
      else if (command && KEYS[event.key]) COMMANDS[KEYS[event.key]](squire);
      else return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
  page.addEventListener("click", (event) => event.target.closest?.("a") && event.preventDefault());
  // As high as what is written, so that the page scrolls and the frame does not.
  const fit = () => {
    const height = `${Math.ceil(root.getBoundingClientRect().height)}`;
    if (frame.height !== height) frame.height = height;
  };
  const size = new ResizeObserver(fit);
  size.observe(root);
  fit();
  page.addEventListener("mousedown", (event) => {
    if (root.contains(event.target)) return;
    event.preventDefault();
    here(() => squire.focus().moveCursorToEnd())();
  });

  const calls = {
    html: () => {
      const empty = !root.textContent.trim() && !root.querySelector("img, hr, li");
      return empty ? "" : inLetter(squire.getHTML());
    },
    text: () => root.innerText.replaceAll("\u00a0", " ").replaceAll("\u200b", "").trimEnd(),
    setHtml: (text) => {
      squire.setHTML(onScreen(text));
      squire.moveCursorToStart();
    },
    append: (text) => {
      squire.saveUndoState();
      squire.setHTML(squire.getHTML() + onScreen(text));
      squire.moveCursorToStart();
      tell("input");
    },
    run: (name, value) => {
      squire.focus();
      COMMANDS[name]?.(squire, value);
    },
    picture: (id, name) => squire.insertHTML(`<img src="${files}${id}" alt="${escaped(name)}">`, false),
    focus: () => squire.focus(),
    close: () => {
      size.disconnect();
      squire.destroy();
    },
  };
  return Object.fromEntries(Object.entries(calls).map(([name, call]) => [name, here(call)]));
};

const fileOf = (source, name) => {
  const found = /^data:(image\/(?:png|jpeg|gif|webp));base64,([A-Za-z0-9+/=\s]+)$/.exec(source);
  if (!found || found[2].length > LARGEST_PASTE) return undefined;
  const bytes = Uint8Array.from(atob(found[2]), (byte) => byte.charCodeAt(0));
  return new File([bytes], `${name || "picture"}.${found[1].slice(6)}`, { type: found[1] });
};
