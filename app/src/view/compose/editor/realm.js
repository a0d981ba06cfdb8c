// The window whose document Squire edits. It names document and classes as if it ran there; the builder
// gives it these instead, because the frame that it edits may run no script of its own.
export let window = globalThis.window;
export let document = globalThis.document;
export let Node = globalThis.Node;
export let Element = globalThis.Element;
export let HTMLElement = globalThis.HTMLElement;
export let HTMLAnchorElement = globalThis.HTMLAnchorElement;
export let HTMLDivElement = globalThis.HTMLDivElement;
export let HTMLInputElement = globalThis.HTMLInputElement;
export let HTMLLIElement = globalThis.HTMLLIElement;
export let HTMLOListElement = globalThis.HTMLOListElement;
export let CharacterData = globalThis.CharacterData;
export let DocumentFragment = globalThis.DocumentFragment;
export let Text = globalThis.Text;

export const enter = (realm) => {
  window = realm;
  ({
    document, Node, Element, HTMLElement, HTMLAnchorElement, HTMLDivElement, HTMLInputElement, HTMLLIElement,
    HTMLOListElement, CharacterData, DocumentFragment, Text,
  } = realm);
};
