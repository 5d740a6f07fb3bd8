namespace Bastion.Admin.Interventions;

/// <summary>What a session may do (interventions.md 4). Absent means withheld.</summary>
[Flags]
internal enum SessionControls
{
    None = 0,
    Shell = 1,
    Exec = 2,
    SftpDown = 4,
    SftpUp = 8,
    ScpDown = 16,
    ScpUp = 32,
    WebDown = 64,
    WebUp = 128,

    /// <summary>Text to a desktop.</summary>
    ClipboardIn = 256,

    /// <summary>Text from a desktop.</summary>
    ClipboardOut = 512,

    /// <summary>Uploads go straight to the device. Without this and the next one they are held, scanned and released by an Engineer.</summary>
    UploadsFree = 1 << 16,

    /// <summary>Uploads are held until they are scanned, and written when they are clean.</summary>
    UploadsScanned = 1 << 17,

    /// <summary>Contents of files are recorded as length and hash.</summary>
    FilesHashOnly = 1 << 18,
}
