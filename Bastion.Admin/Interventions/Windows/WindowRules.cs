using System.Globalization;

namespace Bastion.Admin.Interventions.Windows;

/// <summary>Limits of a window that a vendor may ask for.</summary>
internal static class WindowRules
{
    public static readonly TimeSpan MaxAhead = TimeSpan.FromDays(90);
    public static readonly TimeSpan MinLength = TimeSpan.FromMinutes(15);
    public static readonly TimeSpan MaxLength = TimeSpan.FromHours(12);
    private static readonly TimeSpan MinRest = TimeSpan.FromMinutes(15);

    public static Denial? Judge(AccessWindow window, DateTimeOffset now)
    {
        if (window.Length < MinLength || window.Length > MaxLength)
        {
            return new Denial("window.length", new Dictionary<string, string>
            {
                ["min"] = MinLength.TotalMinutes.ToString(CultureInfo.InvariantCulture),
                ["max"] = MaxLength.TotalMinutes.ToString(CultureInfo.InvariantCulture),
            });
        }

        if (window.NotAfter <= now + MinRest)
            return Denial.Of("window.past");
        return window.NotBefore > now + MaxAhead ? Denial.Of("window.too_far", "days", "90") : null;
    }
}
