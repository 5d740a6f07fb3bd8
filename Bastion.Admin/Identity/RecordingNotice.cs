using System.Globalization;
using System.Resources;

namespace Bastion.Admin.Identity;

/// <summary>What everybody reads and accepts before a first session: sessions are recorded.</summary>
internal static class RecordingNotice
{
    /// <summary>Rises with each change of the text; everybody is asked again.</summary>
    public const int CurrentVersion = 3;

    private static readonly ResourceManager Texts = new("Bastion.Admin.Identity.NoticeTexts", typeof(RecordingNotice).Assembly);

    public static int DueFor(Account account) => account.NoticeVersion < CurrentVersion ? CurrentVersion : 0;

    public static string Text(string language, string hospital) =>
        string.Format(CultureInfo.InvariantCulture, Texts.GetString("Notice", CultureInfo.GetCultureInfo(language == "en" ? "en" : "fr"))!, hospital);
}
