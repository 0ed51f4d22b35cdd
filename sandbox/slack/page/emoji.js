/** Emoji shortcodes as Slack names them; the common ones. Each row is `name emoji`. */

const TABLE = `
grinning 😀  smiley 😃  smile 😄  grin 😁  laughing 😆  satisfied 😆  sweat_smile 😅
rolling_on_the_floor_laughing 🤣  joy 😂  slightly_smiling_face 🙂  upside_down_face 🙃  wink 😉
blush 😊  innocent 😇  heart_eyes 😍  star-struck 🤩  kissing_heart 😘  yum 😋  stuck_out_tongue 😛
stuck_out_tongue_winking_eye 😜  zany_face 🤪  hugging_face 🤗  thinking_face 🤔
zipper_mouth_face 🤐  neutral_face 😐  expressionless 😑  no_mouth 😶  smirk 😏  unamused 😒
face_with_rolling_eyes 🙄  grimacing 😬  relieved 😌  pensive 😔  sleepy 😪  sleeping 😴  mask 😷
nauseated_face 🤢  hot_face 🥵  cold_face 🥶  exploding_head 🤯  partying_face 🥳  sunglasses 😎
nerd_face 🤓  face_with_monocle 🧐  confused 😕  worried 😟  slightly_frowning_face 🙁
open_mouth 😮  hushed 😯  astonished 😲  flushed 😳  pleading_face 🥺  fearful 😨  cold_sweat 😰
disappointed_relieved 😥  cry 😢  sob 😭  scream 😱  disappointed 😞  sweat 😓  weary 😩
tired_face 😫  yawning_face 🥱  triumph 😤  rage 😡  angry 😠  skull 💀  hankey 💩  poop 💩
clown_face 🤡  ghost 👻  alien 👽  robot_face 🤖  see_no_evil 🙈  hear_no_evil 🙉  speak_no_evil 🙊
saluting_face 🫡  melting_face 🫠
wave 👋  raised_back_of_hand 🤚  hand ✋  raised_hand ✋  ok_hand 👌  pinching_hand 🤏  v ✌️
crossed_fingers 🤞  the_horns 🤘  call_me_hand 🤙  point_left 👈  point_right 👉  point_up_2 👆
point_down 👇  point_up ☝️  +1 👍  thumbsup 👍  -1 👎  thumbsdown 👎  fist ✊  facepunch 👊  punch 👊
clap 👏  raised_hands 🙌  open_hands 👐  handshake 🤝  pray 🙏  writing_hand ✍️  muscle 💪  brain 🧠
eyes 👀  eye 👁️  baby 👶  boy 👦  girl 👧  man 👨  woman 👩  bow 🙇  shrug 🤷  face_palm 🤦
raising_hand 🙋  no_good 🙅  ok_woman 🙆  information_desk_person 💁  runner 🏃  walking 🚶
dancer 💃  technologist 🧑‍💻  construction_worker 👷  superhero 🦸  busts_in_silhouette 👥
bust_in_silhouette 👤  speaking_head_in_silhouette 🗣️  footprints 👣
heart ❤️  orange_heart 🧡  yellow_heart 💛  green_heart 💚  blue_heart 💙  purple_heart 💜
black_heart 🖤  white_heart 🤍  broken_heart 💔  sparkling_heart 💖  two_hearts 💕  100 💯  anger 💢
boom 💥  collision 💥  dizzy 💫  speech_balloon 💬  thought_balloon 💭  zzz 💤  white_check_mark ✅
heavy_check_mark ✔️  ballot_box_with_check ☑️  x ❌  negative_squared_cross_mark ❎
heavy_plus_sign ➕  heavy_minus_sign ➖  heavy_multiplication_x ✖️  question ❓  grey_question ❔
exclamation ❗  heavy_exclamation_mark ❗  grey_exclamation ❕  bangbang ‼️  interrobang ⁉️
warning ⚠️  no_entry ⛔  no_entry_sign 🚫  octagonal_sign 🛑  name_badge 📛  recycle ♻️
arrows_counterclockwise 🔄  arrows_clockwise 🔃  repeat 🔁  arrow_right ➡️  arrow_left ⬅️
arrow_up ⬆️  arrow_down ⬇️  arrow_upper_right ↗️  arrow_lower_right ↘️  arrow_right_hook ↪️
leftwards_arrow_with_hook ↩️  arrow_forward ▶️  fast_forward ⏩  rewind ⏪
double_vertical_bar ⏸️  black_square_for_stop ⏹️  information_source ℹ️  new 🆕  free 🆓  ok 🆗
up 🆙  cool 🆒  sos 🆘  copyright ©️  registered ®️  tm ™️
red_circle 🔴  large_orange_circle 🟠  large_yellow_circle 🟡  large_green_circle 🟢
large_blue_circle 🔵  large_purple_circle 🟣  large_brown_circle 🟤  white_circle ⚪
black_circle ⚫  large_red_square 🟥  large_orange_square 🟧  large_yellow_square 🟨
large_green_square 🟩  large_blue_square 🟦  large_purple_square 🟪  white_large_square ⬜
black_large_square ⬛  white_medium_square ◻️  black_medium_square ◼️  white_small_square ▫️
black_small_square ▪️  large_orange_diamond 🔶  large_blue_diamond 🔷  small_orange_diamond 🔸
small_blue_diamond 🔹  small_red_triangle 🔺  small_red_triangle_down 🔻  radio_button 🔘
zero 0️⃣  one 1️⃣  two 2️⃣  three 3️⃣  four 4️⃣  five 5️⃣  six 6️⃣  seven 7️⃣  eight 8️⃣
nine 9️⃣  keycap_ten 🔟  hash #️⃣
rotating_light 🚨  construction 🚧  traffic_light 🚥  vertical_traffic_light 🚦  hammer 🔨
wrench 🔧  hammer_and_wrench 🛠️  gear ⚙️  nut_and_bolt 🔩  toolbox 🧰  magnet 🧲  link 🔗  chains ⛓️
paperclip 📎  pushpin 📌  round_pushpin 📍  triangular_flag_on_post 🚩  checkered_flag 🏁  dart 🎯
clipboard 📋  memo 📝  pencil 📝  pencil2 ✏️  page_facing_up 📄  page_with_curl 📃  bookmark_tabs 📑
bookmark 🔖  books 📚  book 📖  open_book 📖  newspaper 📰  label 🏷️  package 📦  inbox_tray 📥
outbox_tray 📤  mailbox 📫  email ✉️  envelope ✉️  incoming_envelope 📨  file_folder 📁
open_file_folder 📂  card_index_dividers 🗂️  date 📅  calendar 📆  spiral_calendar_pad 🗓️
bar_chart 📊  chart_with_upwards_trend 📈  chart_with_downwards_trend 📉  mag 🔍  mag_right 🔎
lock 🔒  unlock 🔓  closed_lock_with_key 🔐  key 🔑  shield 🛡️  computer 💻  desktop_computer 🖥️
keyboard ⌨️  iphone 📱  telephone_receiver 📞  satellite_antenna 📡  battery 🔋  electric_plug 🔌
bulb 💡  flashlight 🔦  wastebasket 🗑️  moneybag 💰  dollar 💵  credit_card 💳  scales ⚖️
microscope 🔬  test_tube 🧪  thermometer 🌡️  bug 🐛  bell 🔔  no_bell 🔕  loudspeaker 📢  mega 📣
sound 🔉  mute 🔇  microphone 🎤  headphones 🎧  camera 📷  video_camera 📹  tv 📺  movie_camera 🎥
art 🎨  ticket 🎫  trophy 🏆  medal 🎖️  sports_medal 🏅  first_place_medal 🥇  second_place_medal 🥈
third_place_medal 🥉  crown 👑  briefcase 💼  compass 🧭  world_map 🗺️
hourglass ⌛  hourglass_flowing_sand ⏳  alarm_clock ⏰  stopwatch ⏱️  timer_clock ⏲️  watch ⌚
clock1 🕐  clock2 🕑  clock3 🕒  clock4 🕓  clock5 🕔  clock6 🕕  clock7 🕖  clock8 🕗  clock9 🕘
clock10 🕙  clock11 🕚  clock12 🕛  sunny ☀️  partly_sunny ⛅  cloud ☁️  rain_cloud 🌧️
thunder_cloud_and_rain ⛈️  snowflake ❄️  snowman ☃️  zap ⚡  fire 🔥  droplet 💧  ocean 🌊
rainbow 🌈  star ⭐  star2 🌟  sparkles ✨  full_moon 🌕  new_moon 🌑  crescent_moon 🌙
earth_africa 🌍  earth_americas 🌎  earth_asia 🌏  globe_with_meridians 🌐  sunrise 🌅
tada 🎉  confetti_ball 🎊  balloon 🎈  gift 🎁  birthday 🎂  cake 🍰  coffee ☕  tea 🍵  beer 🍺
beers 🍻  wine_glass 🍷  champagne 🍾  pizza 🍕  hamburger 🍔  taco 🌮  apple 🍎  banana 🍌  avocado 🥑
popcorn 🍿  cookie 🍪  doughnut 🍩  rocket 🚀  airplane ✈️  car 🚗  taxi 🚕  bus 🚌  train 🚋  ship 🚢
boat ⛵  bike 🚲  anchor ⚓  house 🏠  office 🏢  factory 🏭  hospital 🏥  bank 🏦  school 🏫  tent ⛺
seedling 🌱  evergreen_tree 🌲  deciduous_tree 🌳  palm_tree 🌴  cactus 🌵  four_leaf_clover 🍀
maple_leaf 🍁  rose 🌹  sunflower 🌻  dog 🐶  cat 🐱  mouse 🐭  rabbit 🐰  fox_face 🦊  bear 🐻
panda_face 🐼  unicorn_face 🦄  bee 🐝  butterfly 🦋  snail 🐌  turtle 🐢  octopus 🐙  whale 🐳
dolphin 🐬  penguin 🐧  chicken 🐔  eagle 🦅  owl 🦉  sloth 🦥  crab 🦀  soccer ⚽  basketball 🏀
video_game 🎮  game_die 🎲  jigsaw 🧩  crystal_ball 🔮  magic_wand 🪄  broom 🧹  soap 🧼  umbrella ☂️
closed_umbrella 🌂  ladder 🪜  bomb 💣  knot 🪢  ring 💍  gem 💎  door 🚪  bed 🛏️  ice_cube 🧊  dash 💨
wheelchair ♿  rainbow-flag 🏳️‍🌈  us 🇺🇸  gb 🇬🇧  de 🇩🇪  fr 🇫🇷  jp 🇯🇵
`;

const EMOJI = new Map(
  TABLE.trim().split(/\s{2,}|\n/).map((row) => row.trim().split(" ")),
);

const TONES = ["🏻", "🏼", "🏽", "🏾", "🏿"];

/** Unicode for a shortcode (without colons), or null where the name is unknown. */
export function emojiFor(name, tone = null) {
  const found = EMOJI.get(name.toLowerCase());
  if (!found) return null;
  return tone ? found.replace(/\ufe0f$/u, "") + TONES[Number(tone) - 2] : found;
}

/** Unicode from the dashed hexadecimal form that rich_text carries, e.g. "1f6a8". */
export function emojiFromCodes(codes) {
  const points = codes.split("-").map((code) => Number.parseInt(code, 16));
  return points.every((point) => point > 0 && point <= 0x10ffff)
    ? String.fromCodePoint(...points)
    : null;
}

/** Text with every known `:shortcode:` replaced by its emoji; unknown ones stay as they are. */
export function withEmoji(text) {
  return text.replace(/:([a-z0-9_+'-]+):(?::skin-tone-([2-6]):)?/gi, (whole, name, tone) =>
    emojiFor(name, tone) ?? whole,
  );
}
