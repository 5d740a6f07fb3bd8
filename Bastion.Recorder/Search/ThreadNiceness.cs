using System.Runtime.InteropServices;

namespace Bastion.Recorder.Search;

/// <summary>Linux schedules threads, and .NET's own thread priorities do nothing there.</summary>
internal static partial class ThreadNiceness
{
    private const int Process = 0; // PRIO_PROCESS; with id 0 the calling thread
    private const int Least = 19;

    /// <summary>The calling thread runs when nobody else wants to. A refusal changes nothing but speed.</summary>
    public static void GiveWay() => _ = SetPriority(Process, 0, Least);

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, uint who, int value);
}
