// What the program knows of the editor, which is fetched when somebody writes for the first time.
export const openEditor = (frame, html, files, tell, opened) =>
  import(LEVEE_EDITOR).then((part) => part.open(frame, html, files, tell)).then(opened, () => opened());
