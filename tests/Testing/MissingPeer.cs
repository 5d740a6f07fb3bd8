namespace Bastion.Testing;

internal static class MissingPeer
{
    /// <summary>"root" among the programs asks for the right to mount and to become another account.</summary>
    public static string? Sentence(IEnumerable<string> programs)
    {
        var missing = programs.Where(program => program == "root" ? Environment.UserName != "root" : !PeerProgram.Has(program)).ToArray();
        return missing.Length == 0 ? null : "not on this machine: " + string.Join(", ", missing.Select(program => program == "root" ? "root" : $"{program} (package {PeerProgram.Package(program)})"));
    }
}
