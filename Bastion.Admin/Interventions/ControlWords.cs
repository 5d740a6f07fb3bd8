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
    ];

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
