using System.Runtime.InteropServices;

namespace Bastion.Appliance;

/// <summary>The few calls that .NET does not offer: kill(2), chown(2), geteuid(2).</summary>
internal static partial class Posix
{
    public const int Terminate = 15;
    public const int Kill = 9;

    public static bool IsRoot => GetEffectiveUser() == 0;

    /// <summary>False when there is no such process, or it is not ours to signal.</summary>
    public static bool Signal(int process, int signal) => SendSignal(process, signal) == 0;

    /// <exception cref="IOException">The owner could not be changed.</exception>
    public static void ChangeOwner(string path, int user, int group)
    {
        if (SetOwner(path, (uint)user, (uint)group) != 0)
            throw new IOException($"chown of '{path}' to {user}:{group} failed: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUser();

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int process, int signal);

    [LibraryImport("libc", EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetOwner(string path, uint user, uint group);
}
