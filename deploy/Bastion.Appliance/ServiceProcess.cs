using System.Diagnostics;
using System.Globalization;
using Bastion.Hosting;

namespace Bastion.Appliance;

/// <summary>
/// One running service. What it says goes to a file; its number and start time are written down, so that a later start of the appliance
/// recognises a service that outlived the appliance before it, and never a stranger that got the same number.
/// </summary>
internal sealed class ServiceProcess : IDisposable
{
    private readonly Process process;
    private readonly OutputFile output;
    private readonly string processFile;
    private readonly Task pumps;

    private ServiceProcess(Process process, OutputFile output, string processFile)
    {
        this.process = process;
        this.output = output;
        this.processFile = processFile;
        pumps = Task.WhenAll(output.Take(process.StandardOutput), output.Take(process.StandardError));
    }

    public int Id => process.Id;

    public int ExitCode => process.ExitCode;

    public static ServiceProcess Start(ServiceCommand command)
    {
        var start = command.StartInfo();
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        var output = new OutputFile(command.OutputFile);
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{command.Program} did not start");
        process.StandardInput.Close();
        AtomicFile.Write(command.ProcessFile, Identify(process.Id) ?? "");
        return new ServiceProcess(process, output, command.ProcessFile);
    }

    public async Task WaitForExit(CancellationToken cancel)
    {
        await process.WaitForExitAsync(cancel);
        await pumps.WaitAsync(cancel);
        File.Delete(processFile);
    }

    /// <summary>Asks it to end, and ends it when it has not after the grace.</summary>
    public async Task Stop(TimeSpan grace, TimeProvider time)
    {
        using var limit = new CancellationTokenSource(grace, time);
        Posix.Signal(process.Id, Posix.Terminate);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    /// <summary>Ends a service that an appliance before this one left running. False when there was none.</summary>
    public static async Task<bool> StopLeftOver(string processFile, TimeSpan grace, TimeProvider time)
    {
        if (!File.Exists(processFile))
            return false;
        var written = (await File.ReadAllTextAsync(processFile)).Trim();
        if (written.Length == 0 || !int.TryParse(written.Split(' ')[0], CultureInfo.InvariantCulture, out var id) || Identify(id) != written)
        {
            File.Delete(processFile);
            return false;
        }
        Posix.Signal(id, Posix.Terminate);
        var asked = time.GetTimestamp();
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(50), time);
        while (Identify(id) == written && await tick.WaitForNextTickAsync())
        {
            if (time.GetElapsedTime(asked) > grace)
                Posix.Signal(id, Posix.Kill);
        }
        File.Delete(processFile);
        return true;
    }

    public void Dispose()
    {
        process.Dispose();
        output.Dispose();
    }

    /// <summary>"number starttime" (proc(5), field 22 of stat); null when there is no such process or it is a zombie.</summary>
    internal static string? Identify(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            // The name in brackets may hold spaces; fields are counted after it, the first there is field 3.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] == "Z" ? null : $"{id} {fields[19]}";
        }
        catch (IOException)
        {
            return null;
        }
    }
}
