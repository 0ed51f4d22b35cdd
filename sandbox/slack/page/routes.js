/** Where one is: a conversation or a tab of the app, as the address after # (deep links). */

/** "#C0RELEASE" is a conversation, "#home" and "#messages" are the app's tabs. */
export function readRoute(hash) {
  const name = decodeURIComponent(hash.replace(/^#/, ""));
  if (name === "home" || name === "messages") return { kind: "app", tab: name };
  return name ? { kind: "channel", id: name } : null;
}

/** What a link into this page asks for: after #, or as ?channel=…&message=… (a permalink). */
export function readLink({ search, hash }) {
  const query = new URLSearchParams(search);
  const channel = query.get("channel");
  return {
    route: readRoute(hash) ?? (channel ? { kind: "channel", id: channel } : null),
    message: query.get("message")?.replace(/^p(\d+)(\d{6})$/, "$1.$2") ?? null,
  };
}

export function writeRoute(route) {
  return `#${route.kind === "app" ? route.tab : encodeURIComponent(route.id)}`;
}

export function sameRoute(left, right) {
  return Boolean(left && right) && writeRoute(left) === writeRoute(right);
}

/** The route to show now: the wished one where this person may see it, else a first channel. */
export function allowedRoute(wished, store) {
  if (wished?.kind === "app" && store.app) return wished;
  const channels = store.channels();
  if (wished?.kind === "channel" && channels.some(({ id }) => id === wished.id)) return wished;
  const member = channels.find((channel) => !channel.im && channel.members.includes(store.me) &&
    (!store.app || channel.members.includes(store.app.id)));
  const first = member ?? channels.find((channel) => !channel.im);
  return first ? { kind: "channel", id: first.id } : { kind: "app", tab: "home" };
}
