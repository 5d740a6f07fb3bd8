using Bastion.Recorder.Contracts;
using Bastion.Testing;
using Grpc.Core;

namespace Bastion.Recorder.Tests.Processes;

/// <summary>Recorder as a process of its own, which can be killed.</summary>
internal sealed class RecorderProcess : IAsyncDisposable
{
    private readonly ChildProcess _child;

    private RecorderProcess(ChildProcess child) => _child = child;

    public static async Task<RecorderProcess> StartAsync(RecorderUnderTest recorder, params string[] under)
    {
        string[] command = [.. under, "dotnet", Path.Combine(AppContext.BaseDirectory, "Bastion.Recorder.dll"), recorder.SettingsFile()];
        var process = new RecorderProcess(ChildProcess.Start(command[0], command[1..]));
        try
        {
            await Eventually.True(() => process.AnswersAsync(recorder), "the Recorder process to answer", TimeSpan.FromMinutes(5));
            return process;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    private async Task<bool> AnswersAsync(RecorderUnderTest recorder)
    {
        Assert.False(_child.HasExited, _child.Errors.Text);
        try
        {
            await recorder.Journal.StatusAsync(new StatusRequest());
            return true;
        }
        catch (RpcException)
        {
            return false;
        }
    }

    public async Task KillAsync()
    {
        // Under strace the Recorder is its child, and strace ends with it.
        foreach (var child in ChildrenOf(_child.Id))
            System.Diagnostics.Process.GetProcessById(child).Kill();
        _child.Kill();
        await _child.Exited.Within("the process to be gone");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_child.HasExited)
            await KillAsync();
        await _child.DisposeAsync();
    }

    private static int[] ChildrenOf(int id)
    {
        try
        {
            return [.. File.ReadAllText($"/proc/{id}/task/{id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
        }
        catch (IOException)
        {
            return [];
        }
    }
}
