/** Times as Slack words them, in the zone of the person who looks. */

function formatter(options, zone) {
  try {
    return new Intl.DateTimeFormat("en-US", { ...options, timeZone: zone || undefined });
  } catch {
    return new Intl.DateTimeFormat("en-US", options);
  }
}

const ORDINALS = new Intl.PluralRules("en-US", { type: "ordinal" });
const SUFFIXES = { one: "st", two: "nd", few: "rd", other: "th" };

function parts(unix, options, zone) {
  const list = formatter(options, zone).formatToParts(new Date(unix * 1000));
  return Object.fromEntries(list.map(({ type, value }) => [type, value]));
}

/** "2026-11-18" of that instant in that zone: the key of a day. */
export function dayKey(unix, zone) {
  const { year, month, day } = parts(
    unix, { year: "numeric", month: "2-digit", day: "2-digit" }, zone,
  );
  return `${year}-${month}-${day}`;
}

function relativeDay(unix, zone) {
  const now = Date.now() / 1000;
  const days = { Today: now, Yesterday: now - 86400, Tomorrow: now + 86400 };
  const key = dayKey(unix, zone);
  return Object.keys(days).find((word) => dayKey(days[word], zone) === key) ?? null;
}

/** The caption of a day's separator: Today, Yesterday, or the date in words. */
export function dayLabel(unix, zone) {
  return relativeDay(unix, zone) ?? longDate(unix, zone, { weekday: true });
}

function longDate(unix, zone, { weekday = false, year = null } = {}) {
  const found = parts(
    unix, { weekday: "long", year: "numeric", month: "long", day: "numeric" }, zone,
  );
  const ordinal = `${found.day}${SUFFIXES[ORDINALS.select(Number(found.day))]}`;
  const withYear = year ?? found.year !== parts(Date.now() / 1000, { year: "numeric" }, zone).year;
  return `${weekday ? `${found.weekday}, ` : ""}${found.month} ${ordinal}` +
    `${withYear ? `, ${found.year}` : ""}`;
}

function shortDate(unix, zone) {
  return formatter({ year: "numeric", month: "short", day: "numeric" }, zone)
    .format(new Date(unix * 1000));
}

/** "9:41 AM" */
export function timeOfDay(unix, zone, seconds = false) {
  const options = { hour: "numeric", minute: "2-digit", ...(seconds && { second: "2-digit" }) };
  return formatter(options, zone).format(new Date(unix * 1000)).replace(/\u202f/g, " ");
}

/** The whole instant, for tooltips: "Wednesday, November 18th, 2026 at 9:41:07 AM". */
export function fullInstant(unix, zone) {
  return `${longDate(unix, zone, { weekday: true, year: true })} at ${timeOfDay(unix, zone, true)}`;
}

function ago(unix) {
  const seconds = Math.round(unix - Date.now() / 1000);
  const units = [["day", 86400], ["hour", 3600], ["minute", 60]];
  const [unit, size] = units.find(([, length]) => Math.abs(seconds) >= length) ?? ["second", 1];
  return new Intl.RelativeTimeFormat("en-US").format(Math.round(seconds / size), unit);
}

/** Slack's date tokens ({date_short_pretty}, {time}, …); the rest of the format is kept. */
export function formatDate(unix, format, zone) {
  const pretty = (text, offset) => {
    const word = relativeDay(unix, zone);
    if (!word) return text;
    return offset === 0 ? word : word.toLowerCase();
  };
  const tokens = {
    date_num: () => dayKey(unix, zone),
    date: () => longDate(unix, zone),
    date_short: () => shortDate(unix, zone),
    date_long: () => longDate(unix, zone, { weekday: true }),
    date_pretty: (at) => pretty(longDate(unix, zone), at),
    date_short_pretty: (at) => pretty(shortDate(unix, zone), at),
    date_long_pretty: (at) => pretty(longDate(unix, zone, { weekday: true }), at),
    time: () => timeOfDay(unix, zone),
    time_secs: () => timeOfDay(unix, zone, true),
    ago: () => ago(unix),
  };
  return format.replace(/\{(\w+)\}/g, (whole, token, offset) =>
    tokens[token] ? tokens[token](offset) : whole,
  );
}
