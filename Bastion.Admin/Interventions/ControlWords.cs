namespace Bastion.Admin.Interventions;

/// <summary>Controls as contracts and forms write them: shell, exec, sftpDown, …</summary>
internal static class ControlWords
{
    private static readonly (string Word, SessionControls Control)[] Words =
    [
        ("shell", SessionControls.Shell),
        ("exec", SessionControls.Exec),
        ("sftpDown", SessionControls.SftpDown),
        ("sftpUp", SessionControls.SftpUp),
        ("scpDown", SessionControls.ScpDown),
        ("scpUp", SessionControls.ScpUp),
        ("webDown", SessionControls.WebDown),
        ("webUp", SessionControls.WebUp),
        ("clipboardIn", SessionControls.ClipboardIn),
        ("clipboardOut", SessionControls.ClipboardOut),
        ("uploadsFree", SessionControls.UploadsFree),
        ("uploadsScanned", SessionControls.UploadsScanned),
        ("filesHashOnly", SessionControls.FilesHashOnly),
    ];

    /// <summary>How files pass: the Engineer's choice, never the technician's.</summary>
    public const SessionControls FileModes = SessionControls.UploadsFree | SessionControls.UploadsScanned | SessionControls.FilesHashOnly;

    private const SessionControls Uploads = SessionControls.SftpUp | SessionControls.ScpUp | SessionControls.WebUp | SessionControls.Exec;

    private const SessionControls Files = SessionControls.SftpUp | SessionControls.ScpUp | SessionControls.SftpDown | SessionControls.ScpDown;

    /// <summary>The modes that a decision on these controls may choose. Uploads that nobody looks at are for devices of criticality C.</summary>
    public static SessionControls ModesFor(SessionControls asked, Devices.Criticality criticality)
    {
        var modes = SessionControls.None;
        if ((asked & Uploads) != 0 && criticality == Devices.Criticality.C)
            modes |= SessionControls.UploadsFree;
        if ((asked & (SessionControls.SftpUp | SessionControls.ScpUp)) != 0)
            modes |= SessionControls.UploadsScanned;
        return (asked & Files) != 0 ? modes | SessionControls.FilesHashOnly : modes;
    }

    public static IReadOnlyList<string> Of(SessionControls controls) => [.. Words.Where(one => controls.HasFlag(one.Control)).Select(one => one.Word)];

    /// <returns>Null when a word is not one of the list.</returns>
    public static SessionControls? Read(IEnumerable<string> words)
    {
        var controls = SessionControls.None;
        foreach (var word in words)
        {
            var known = Array.Find(Words, one => one.Word == word);
            if (known.Word is null)
                return null;
            controls |= known.Control;
        }

        return controls;
    }
}
