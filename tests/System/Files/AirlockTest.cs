using System.Security.Cryptography;
using Bastion.Testing;

namespace Bastion.SystemTests.Files;

/// <summary>A hospital whose uploads are held, with a real scanner unless the test wants none.</summary>
public abstract class AirlockTest : SystemTest
{
    private readonly DirectoryInfo here = Directory.CreateTempSubdirectory("bastion-airlock-");
    private ClamScanner? scanner;

    protected virtual bool HasScanner => true;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        if (HasScanner)
        {
            scanner = await ClamScanner.Start(Hospital.Files.ScannerSocket);
        }
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        if (scanner is not null)
        {
            await scanner.DisposeAsync();
        }

        here.Delete(recursive: true);
    }

    /// <summary>An intervention with every way of sending files.</summary>
    /// <param name="mode">How files pass; empty: held until released.</param>
    protected async Task<string> Open(string mode)
    {
        var (id, _) = await (await Hospital.Technician("sami.belkacem")).Request("ANA-01", Hospital.Now, TimeSpan.FromHours(2), "exec", "sftpDown", "sftpUp", "scpDown", "scpUp");
        await (await Hospital.Staff("claire.aubanel")).Approve(id, mode);
        return id;
    }

    protected static async Task<string> Run(OpenSshOptions options)
    {
        await using var client = OpenSshClient.Start(options);
        client.CloseInput();
        var code = await client.Exited.Within(options.Program + " to end");
        var said = string.Join('\n', client.Errors.Text.Split('\n').Where(line => !line.Contains("Permanently added", StringComparison.Ordinal) && line.Trim().Length > 0));
        return code == 0 ? said : $"{code}: {said}";
    }

    protected string Local(string name, byte[] content)
    {
        var file = Path.Combine(here.FullName, name);
        File.WriteAllBytes(file, content);
        return file;
    }

    protected string Local(string name, int length) => Local(name, RandomNumberGenerator.GetBytes(length));

    protected string OnDevice(string name) => Path.Combine(Device.Home, name);

    protected static string Hash(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));

    /// <summary>Whether these bytes are anywhere in the account's home.</summary>
    protected bool DeviceHolds(byte[] content) => Directory.EnumerateFiles(Device.Home, "*", SearchOption.AllDirectories).Any(file => File.ReadAllBytes(file).AsSpan().IndexOf(content) >= 0);
}
