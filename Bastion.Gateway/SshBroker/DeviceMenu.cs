using System.Globalization;
using System.Text;
using Bastion.Admin.Contracts;
using Bastion.Gateway.Access.Refusals;
using Bastion.Gateway.SshBroker.Relay;

namespace Bastion.Gateway.SshBroker;

/// <summary>The numbered list for somebody who named no device. Machine only: it takes bytes and gives what to show and what was chosen.</summary>
internal sealed class DeviceMenu(OpenList list, CultureInfo culture, TimeZoneInfo zone)
{
    /// <summary>Digits of an answer.</summary>
    private const int MaxAnswer = 4;

    private readonly OpenLine[] open = [.. list.Lines.Where(l => l.Blocked is null)];
    private readonly StringBuilder answer = new();

    /// <summary>Set when a number was chosen.</summary>
    public OpenLine? Chosen { get; private set; }

    /// <summary>Set when there is nothing to choose or the technician leaves.</summary>
    public bool Over { get; private set; }

    public string Show()
    {
        var text = new StringBuilder("\r\n");
        if (list.Lines.Count == 0)
        {
            Over = true;
            return text.Append(SshTexts.Get("menu_empty", culture)).Append("\r\n").ToString();
        }
        text.Append(SshTexts.Get("menu_title", culture)).Append("\r\n");
        for (var i = 0; i < open.Length; i++)
        {
            var line = open[i];
            text.Append(TerminalLine.Clean(SshTexts.Get(
                "menu_line",
                culture,
                i + 1,
                line.DeviceName,
                line.DeviceLabel,
                line.Place,
                line.InterventionNumber,
                line.NotAfter is { } end ? TimeZoneInfo.ConvertTime(end.ToDateTimeOffset(), zone).ToString("HH:mm", culture) : ""))).Append("\r\n");
        }
        foreach (var line in list.Lines.Where(l => l.Blocked is not null))
            text.Append(TerminalLine.Clean(SshTexts.Get(
                "menu_blocked", culture, line.DeviceName, line.InterventionNumber, RefusalTexts.Sentence(line.Blocked, culture, zone)))).Append("\r\n");
        if (open.Length == 0)
            Over = true;
        else
            text.Append(SshTexts.Get("menu_prompt", culture));
        return text.ToString();
    }

    /// <summary>What to show for these keys.</summary>
    public string Type(ReadOnlySpan<byte> keys)
    {
        var echo = new StringBuilder();
        foreach (var key in keys)
        {
            if (Over || Chosen is not null)
                break;
            switch (key)
            {
                case >= (byte)'0' and <= (byte)'9' when answer.Length < MaxAnswer:
                    answer.Append((char)key);
                    echo.Append((char)key);
                    break;
                case 8 or 127 when answer.Length > 0:
                    answer.Length--;
                    echo.Append("\b \b");
                    break;
                case (byte)'\r' or (byte)'\n' when answer.Length > 0:
                    echo.Append("\r\n").Append(Answer());
                    break;
                case 3 or 4 or (byte)'q':
                    Over = true;
                    echo.Append("\r\n");
                    break;
            }
        }
        return echo.ToString();
    }

    private string Answer()
    {
        var number = int.Parse(answer.ToString(), CultureInfo.InvariantCulture);
        answer.Clear();
        if (number < 1 || number > open.Length)
            return SshTexts.Get("menu_again", culture) + "\r\n" + SshTexts.Get("menu_prompt", culture);
        Chosen = open[number - 1];
        return TerminalLine.Clean(SshTexts.Get("menu_opening", culture, Chosen.DeviceName)) + "\r\n";
    }
}
