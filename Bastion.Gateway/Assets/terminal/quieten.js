// What a device's output may not do to the person or the browser: name the window or tab (OSC 0, 1, 2, CSI t), make links (OSC 8),
// reach the clipboard (OSC 52), pop notifications (OSC 9, 99, 777), load pictures (OSC 1337), or make the terminal type
// answers about its colours and settings back to the device (OSC 4, 10 to 19, DECRQSS).
const silent = () => true;
const queries = [4, 5, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19];

export function quieten(term) {
  for (const code of [0, 1, 2, 3, 6, 7, 8, 9, 22, 46, 50, 51, 52, 99, 104, 105, 133, 633, 777, 1337, ...queries]) term.parser.registerOscHandler(code, silent);
  term.parser.registerCsiHandler({ final: "t" }, silent);
  term.parser.registerDcsHandler({ intermediates: "$", final: "q" }, silent);
}
