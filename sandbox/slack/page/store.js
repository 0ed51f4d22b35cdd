/** What the page knows: people, conversations, messages, views; and who wants to hear of changes. */

export class Store {
  constructor() {
    this.listeners = new Map();
    this.drafts = new Map();
    this.unread = new Map();
    this.clear();
  }

  clear() {
    Object.assign(this, {
      ready: false, connected: this.connected ?? false, me: null,
      workspace: { id: "", name: "Slack" }, users: new Map(), conversations: new Map(),
      messages: new Map(), home: null, views: [], commands: [], examples: null, shortcuts: [],
      groups: [], bot: null, panel: null, local: this.local ?? new Map(),
    });
  }

  /** Forgets what belongs to the person who was acted as before. */
  forgetPerson() {
    this.unread.clear();
    this.local = new Map();
    this.clear();
  }

  on(parts, listener) {
    for (const part of parts) {
      this.listeners.set(part, [...(this.listeners.get(part) ?? []), listener]);
    }
  }

  tell(part, detail) {
    for (const listener of this.listeners.get(part) ?? []) listener(detail);
  }

  apply(frame) {
    const handlers = {
      snapshot: () => this.snapshot(frame),
      message: () => this.put(frame.channel, frame.message, true),
      message_changed: () => this.put(frame.channel, frame.message, false),
      message_deleted: () => this.drop(frame.channel, frame.ts),
      channel: () => this.channel(frame.channel),
      channel_gone: () => this.forget(frame.channel),
      home: () => this.replace("home", frame.view ?? null),
      views: () => this.replace("views", frame.views),
      panel: () => this.replace("panel", frame.panel),
      view_errors: () => this.tell("view_errors", frame.errors),
      notice: () => this.tell("notice", frame),
    };
    handlers[frame.type]?.();
  }

  snapshot(frame) {
    this.clear();
    this.ready = true;
    this.me = frame.me;
    this.workspace = frame.workspace;
    this.users = new Map(frame.users.map((user) => [user.id, user]));
    this.conversations = new Map(frame.channels.map((channel) => [channel.id, channel]));
    for (const [channel, messages] of Object.entries(frame.messages)) {
      this.messages.set(channel, new Map(messages.map((message) => [message.ts, message])));
    }
    this.home = frame.home ?? null;
    this.views = frame.views ?? [];
    this.commands = frame.commands ?? [];
    this.examples = frame.examples ?? null;
    this.bot = frame.bot ?? null;
    this.shortcuts = (frame.shortcuts ?? []).filter(({ type }) => type !== "global");
    this.groups = frame.groups ?? [];
    this.panel = frame.panel ?? null;
    this.tell("snapshot");
  }

  replace(part, value) {
    this[part] = value;
    this.tell(part);
  }

  channel(channel) {
    this.conversations.set(channel.id, { ...this.conversations.get(channel.id), ...channel });
    this.tell("channels");
  }

  forget(channel) {
    this.conversations.delete(channel);
    this.messages.delete(channel);
    this.tell("channels");
  }

  put(channel, message, isNew) {
    if (!this.messages.has(channel)) this.messages.set(channel, new Map());
    this.messages.get(channel).set(message.ts, message);
    this.tell("messages", { channel, message, isNew });
  }

  drop(channel, ts) {
    this.messages.get(channel)?.delete(ts);
    this.local.get(channel)?.delete(ts);
    this.tell("messages", { channel, message: null, isNew: false });
  }

  /** A system message that only this page shows, as Slackbot's answers are. */
  putLocal(channel, text) {
    const ts = (Date.now() / 1000).toFixed(6);
    const message = { ts, user: "USLACKBOT", username: "Slackbot", text, ephemeral: true, system: true };
    if (!this.local.has(channel)) this.local.set(channel, new Map());
    this.local.get(channel).set(ts, message);
    this.tell("messages", { channel, message, isNew: true });
  }

  /** The messages of a conversation in order of time, this page's own among them. */
  messagesOf(channel) {
    const all = [
      ...(this.messages.get(channel)?.values() ?? []), ...(this.local.get(channel)?.values() ?? []),
    ];
    return all.sort((left, right) => Number(left.ts) - Number(right.ts));
  }

  threadOf(channel, ts) {
    return this.messagesOf(channel).filter(
      (message) => message.ts === ts || message.thread_ts === ts,
    );
  }

  // What the drawing modules ask for names.

  get zone() {
    return this.users.get(this.me)?.tz;
  }

  userName(id) {
    const user = this.users.get(id);
    return user ? user.real_name || user.name : null;
  }

  channelName(id) {
    return this.conversations.get(id)?.name ?? null;
  }

  groupHandle(id) {
    return this.groups.find((group) => group.id === id)?.handle ?? null;
  }

  people() {
    return [...this.users.values()].filter((user) => !user.is_bot);
  }

  /** The app whose workspace this is. */
  get app() {
    return this.users.get(this.bot) ?? [...this.users.values()].find((user) => user.is_bot) ?? null;
  }

  /** Conversations that this person may see. */
  channels() {
    return [...this.conversations.values()].filter(
      (channel) => (!channel.private && !channel.im) || channel.members.includes(this.me),
    );
  }

  /** The other side of a direct conversation. */
  partner(channel) {
    return channel.members.find((id) => id !== this.me) ?? this.me;
  }

  directWith(user) {
    return this.channels().find((channel) => channel.im && this.partner(channel) === user) ?? null;
  }

  conversationLabel(channel) {
    if (channel.im) return this.userName(this.partner(channel)) ?? "Direct message";
    return `${channel.private ? "🔒 " : "#"}${channel.name}`;
  }
}
