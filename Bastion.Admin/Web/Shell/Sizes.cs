using System.Globalization;
using Bastion.Hosting.Theme.Language;

namespace Bastion.Admin.Web.Shell;

/// <summary>Bytes for people: 1,3 Mo, 1.3 MB.</summary>
internal static class Sizes
{
    private static readonly string[] French = ["o", "ko", "Mo", "Go", "To"];
    private static readonly string[] English = ["B", "kB", "MB", "GB", "TB"];

    public static string Of(long bytes)
    {
        var units = Languages.Current == "fr" ? French : English;
        double value = bytes;
        var unit = 0;
        while (value >= 1000 && unit < units.Length - 1)
        {
            value /= 1000;
            unit++;
        }
        return value.ToString(unit == 0 || value >= 100 ? "0" : "0.#", CultureInfo.CurrentCulture) + "\u00a0" + units[unit];
    }
}
