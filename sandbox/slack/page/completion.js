/** What can complete the text before the caret: commands and their words, people, channels. */

const MOST = 8;

/** Words worth trying after the app's command, for someone who sees it for the first time. */
const FIRST_WORDS = [
  ["", "the state of this channel's milestone"],
  ["THR-42", "one blocker and its checklist"],
  ["share", "post the state for everyone"],
  ["digest", "a private preview of the digest"],
  ["digest post", "post the digest now"],
  ["help", "all commands"],
];

/** Whole commands to try, [{text, note}]: the workspace's own list, else first words of each. */
export function exampleCommands({ examples, commands }) {
  if (examples?.length) return examples;
  return commands.flatMap(({ command }) =>
    FIRST_WORDS.map(([words, note]) => ({ text: `${command} ${words}`.trim(), note })),
  );
}

/**
 * Suggestions for `text` with the caret at `caret`.
 * @returns {from, to, items: [{insert, label, note}]}, or null where nothing fits
 */
export function suggest(text, caret, store) {
  const before = text.slice(0, caret);
  if (before.startsWith("/") && !before.includes("\n")) {
    const found = commandItems(before, store);
    if (found.length) return { from: 0, to: caret, items: found.slice(0, MOST) };
  }
  const word = /(?:^|\s)([@#][\w.-]*)$/.exec(before)?.[1];
  if (!word) return null;
  const items = (word[0] === "@" ? people : channels)(word.slice(1).toLowerCase(), store);
  return items.length ? { from: caret - word.length, to: caret, items: items.slice(0, MOST) } : null;
}

function commandItems(before, store) {
  const typed = before.toLowerCase();
  if (!before.includes(" ")) {
    return store.commands.filter(({ command }) => command.startsWith(typed)).map((known) => ({
      insert: `${known.command} `, label: known.command,
      note: [known.usage_hint, known.description].filter(Boolean).join(" · "),
    }));
  }
  return exampleCommands(store)
    .filter(({ text }) => text.toLowerCase().startsWith(typed) && text.length > typed.trim().length)
    .map(({ text, note }) => ({ insert: text, label: text, note: note ?? "" }));
}

function people(sought, store) {
  const groups = store.groups.map(({ handle, name }) => ({ handle, real: name }));
  const users = [...store.users.values()].map(({ name, real_name: real }) => ({ handle: name, real }));
  return [...users, ...groups]
    .filter(({ handle, real }) => `${handle} ${real ?? ""}`.toLowerCase().includes(sought))
    .map(({ handle, real }) => ({ insert: `@${handle} `, label: `@${handle}`, note: real ?? "" }));
}

function channels(sought, store) {
  return store.channels().filter(({ im, name }) => !im && name.includes(sought))
    .map(({ name }) => ({ insert: `#${name} `, label: `#${name}`, note: "" }));
}
