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
}
