namespace Bastion.Testing;

/// <summary>Programs that move files over ssh, called as people call them.</summary>
public static class FileClients
{
    /// <summary>sftp with these commands, in order; stops at the first that fails.</summary>
    public static OpenSshOptions Sftp(this OpenSshOptions options, params string[] commands)
    {
        var batch = Path.GetTempFileName();
        File.WriteAllLines(batch, commands);
        return options with { Program = "sftp", Terminal = false, ProgramArguments = configuration => ["-F", configuration, "-o", "BatchMode=no", "-q", "-b", batch, "bastion"] };
    }

    /// <param name="options">The way in.</param>
    /// <param name="arguments">As of scp; "bastion:" is the device.</param>
    public static OpenSshOptions Scp(this OpenSshOptions options, params string[] arguments) =>
        options with { Program = "scp", Terminal = false, ProgramArguments = configuration => ["-F", configuration, "-q", .. arguments] };

    /// <param name="options">The way in.</param>
    /// <param name="arguments">As of rsync; "bastion:" is the device.</param>
    public static OpenSshOptions Rsync(this OpenSshOptions options, params string[] arguments) =>
        options with { Program = "rsync", Terminal = false, ProgramArguments = configuration => ["-e", $"ssh -F {configuration}", .. arguments] };
}
