using Microsoft.Playwright;

namespace Bastion.SystemTests.Desktops;

/// <summary>
/// A French keyboard at a browser: each key by its place, as a real one tells it. Playwright's own keyboard is American and has no key between Shift and Z, so this one
/// speaks to Chromium itself.
/// </summary>
internal sealed class AzertyKeyboard(ICDPSession chromium)
{
    private const int Alt = 1;
    private const int Control = 2;
    private const int Shift = 8;

    private const string Plain = "&Digit1 éDigit2 \"Digit3 'Digit4 (Digit5 -Digit6 èDigit7 _Digit8 çDigit9 àDigit0 )Minus =Equal "
        + "aKeyQ zKeyW eKeyE rKeyR tKeyT yKeyY uKeyU iKeyI oKeyO pKeyP $BracketRight qKeyA sKeyS dKeyD fKeyF gKeyG hKeyH jKeyJ kKeyK lKeyL mSemicolon ùQuote *Backslash "
        + "<IntlBackslash wKeyZ xKeyX cKeyC vKeyV bKeyB nKeyN ,KeyM ;Comma :Period !Slash";

    private const string WithShift = "1Digit1 2Digit2 3Digit3 4Digit4 5Digit5 6Digit6 7Digit7 8Digit8 9Digit9 0Digit0 +Equal %Quote µBackslash >IntlBackslash ?KeyM .Comma /Period §Slash";

    private const string WithAltGr = "~Digit2 #Digit3 {Digit4 [Digit5 |Digit6 `Digit7 \\Digit8 @Digit0 ]Minus }Equal €KeyE";

    private static readonly Dictionary<char, (string Code, int Held)> Keys = new(
        [.. Row(Plain, 0), .. Row(WithShift, Shift), .. Row(WithAltGr, Alt), new(' ', ("Space", 0)), new('\n', ("Enter", 0))]);

    public static async Task<AzertyKeyboard> Of(IPage page) => new(await page.Context.NewCDPSessionAsync(page));

    public async Task Type(string text)
    {
        foreach (var letter in text)
        {
            var (code, held) = char.IsAsciiLetterUpper(letter) ? (Keys[char.ToLowerInvariant(letter)].Code, Shift) : Keys[letter];
            if (held == Shift)
                await Send("rawKeyDown", "ShiftLeft", "Shift", Shift);
            if (held == Alt)
                await Send("rawKeyDown", "AltRight", "AltGraph", 0);
            var key = letter == '\n' ? "Enter" : letter.ToString();
            await Send("rawKeyDown", code, key, held == Shift ? Shift : 0);
            await Send("keyUp", code, key, held == Shift ? Shift : 0);
            if (held == Alt)
                await Send("keyUp", "AltRight", "AltGraph", 0);
            if (held == Shift)
                await Send("keyUp", "ShiftLeft", "Shift", 0);
        }
    }

    /// <summary>A key by its place, with Control held: copy, paste.</summary>
    public async Task WithControl(string code, string key)
    {
        await Send("rawKeyDown", "ControlLeft", "Control", Control);
        await Send("rawKeyDown", code, key, Control);
        await Send("keyUp", code, key, Control);
        await Send("keyUp", "ControlLeft", "Control", 0);
    }

    private static IEnumerable<KeyValuePair<char, (string Code, int Held)>> Row(string keys, int held) => keys.Split(' ').Select(one => KeyValuePair.Create(one[0], (one[1..], held)));

    private async Task Send(string type, string code, string key, int modifiers) =>
        await chromium.SendAsync("Input.dispatchKeyEvent", new Dictionary<string, object> { ["type"] = type, ["code"] = code, ["key"] = key, ["modifiers"] = modifiers });
}
