using System.Globalization;
using System.Runtime.InteropServices;

namespace Bastion.Testing;

/// <summary>Reads procfs: children and memory of processes that a test started itself.</summary>
public static partial class ProcessTree
{
    public static IReadOnlyList<int> Descendants(int process)
    {
        var parents = new Dictionary<int, List<int>>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && Parent(id) is { } parent)
            {
                (parents.TryGetValue(parent, out var children) ? children : parents[parent] = []).Add(id);
            }
        }

        var found = new List<int>();
        var open = new Queue<int>([process]);
        while (open.TryDequeue(out var next))
        {
            foreach (var child in parents.GetValueOrDefault(next) ?? [])
            {
                found.Add(child);
                open.Enqueue(child);
            }
        }

        return found;
    }

    public static void Kill(int process) => _ = SendSignal(process, PosixSignals.Kill);

    public static void Signal(int process, int signal) => _ = SendSignal(process, signal);

    /// <summary>Proportional set size in bytes (proc(5), smaps_rollup); 0 when the process is gone.</summary>
    public static long ProportionalMemory(int process)
    {
        try
        {
            return File.ReadLines($"/proc/{process}/smaps_rollup").Where(line => line.StartsWith("Pss:", StringComparison.Ordinal))
                .Select(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024).FirstOrDefault();
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>Seconds of processor time that the process has used (proc(5), stat: utime and stime in hundredths).</summary>
    public static double ProcessorTime(int process)
    {
        var status = File.ReadAllText($"/proc/{process}/stat");
        var fields = status[(status.LastIndexOf(')') + 2)..].Split(' ');
        return (double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture)) / 100;
    }

    private static int? Parent(int process)
    {
        try
        {
            // The name is in brackets and may hold anything; what follows the last bracket is "state ppid ...".
            var status = File.ReadAllText($"/proc/{process}/stat");
            return int.Parse(status[(status.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}
