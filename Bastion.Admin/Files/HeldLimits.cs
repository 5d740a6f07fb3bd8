namespace Bastion.Admin.Files;

/// <summary>Sizes and times of the quarantine that no setting changes.</summary>
internal static class HeldLimits
{
    /// <summary>One message of an upload.</summary>
    public const int Part = 256 << 10;

    /// <summary>Uploads of all sessions at once.</summary>
    public const int Uploads = 64;

    public const int Path = 4096;

    public static readonly TimeSpan Grant = TimeSpan.FromMinutes(10);

    public static readonly TimeSpan Scan = TimeSpan.FromMinutes(5);

    /// <summary>A content that nobody decided on, after the end of its intervention.</summary>
    public static readonly TimeSpan Undecided = TimeSpan.FromDays(30);
}
