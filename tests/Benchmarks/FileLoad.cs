using System.Security.Cryptography;
using Bastion.Testing;

namespace Bastion.Benchmarks;

/// <summary>The same random bytes here and in the home of the device's account: what does not compress, as images and firmware do not.</summary>
internal sealed class FileLoad : IDisposable
{
    private readonly TemporaryDirectory here = new("load");

    public FileLoad(SshDevice device, long bytes)
    {
        Bytes = bytes;
        var content = RandomNumberGenerator.GetBytes((int)bytes);
        File.WriteAllBytes(Local, content);
        var there = Path.Combine(device.Home, OnDevice);
        File.WriteAllBytes(there, content);
        File.SetUnixFileMode(there, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
    }

    public long Bytes { get; }

    public string Local => here.At("load");

    public string OnDevice => "load";

    public void Dispose() => here.Dispose();
}
