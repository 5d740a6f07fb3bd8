using System.Globalization;
using System.Resources;

namespace Bastion.Gateway.Sessions;

/// <summary>The sentences that a technician reads inside or at the end of a session.</summary>
internal static class SessionTexts
{
    private static readonly ResourceManager Resources = new("Bastion.Gateway.Sessions.SessionTexts", typeof(SessionTexts).Assembly);

    public static string Get(string key, CultureInfo culture) => Resources.GetString(key, culture) ?? key;

    public static string End(SessionEndReason reason, string text, CultureInfo culture)
    {
        var sentence = Get("end_" + reason, culture);
        return text.Length == 0 ? sentence : string.Format(culture, Get("end_said", culture), sentence, text);
    }

    public static string TimeLeft(int minutes, CultureInfo culture) => string.Format(culture, Get("notice_left", culture), minutes);

    public static string Extended(string by, TimeSpan remaining, CultureInfo culture) =>
        string.Format(culture, Get(by.Length == 0 ? "notice_extended_plain" : "notice_extended", culture), by, (int)Math.Round(remaining.TotalMinutes));

    public static string Message(string by, string text, CultureInfo culture) =>
        string.Format(culture, Get(by.Length == 0 ? "notice_message_plain" : "notice_message", culture), by, text);

    public static string Frozen(FreezeSet freeze, string text, CultureInfo culture)
    {
        if ((freeze.Causes & FreezeCause.Recorder) != 0)
            return Get("frozen_recorder", culture);
        return text.Length == 0 ? Get("frozen", culture) : string.Format(culture, Get("frozen_said", culture), text);
    }

    public static string Resumed(CultureInfo culture) => Get("resumed", culture);

    public static string Recorded(BrokeredSession session)
    {
        var terms = session.Terms;
        return string.Format(
            session.Culture,
            Get("recorded", session.Culture),
            terms.Device.Name,
            terms.InterventionNumber,
            terms.NotAfter is { } end ? TimeZoneInfo.ConvertTime(end.ToDateTimeOffset(), session.Zone).ToString("HH:mm", session.Culture) : "");
    }
}
