using Bastion.Admin.Contracts;
using Bastion.Gateway.Access;
using Google.Protobuf;

namespace Bastion.Gateway.DeviceTasks;

/// <summary>
/// Does what Admin asks of a device without a technician. A task is believed by its signature, for the time it says, and once;
/// few run at a time, because a device that does not answer keeps one waiting.
/// </summary>
internal sealed partial class DeviceTaskRunner(PlaneKeys keys, TimeProvider time, ILogger<DeviceTaskRunner> log) : IDeviceTaskRunner, IDisposable
{
    private const int MaxAtOnce = 4;
    private const int MaxWaiting = 64;

    private readonly SemaphoreSlim slots = new(MaxAtOnce);
    private int waiting;

    public void Start(SignedTask task, Action<TaskReport> report) => _ = RunAsync(task, report);

    public void Dispose() => slots.Dispose();

    private async Task RunAsync(SignedTask signed, Action<TaskReport> report)
    {
        if (Read(signed) is not { } task)
        {
            NotBelieved();
            return;
        }
        var answer = new TaskReport { TaskId = task.TaskId };
        if (Interlocked.Increment(ref waiting) > MaxWaiting)
        {
            answer.Error = "busy";
        }
        else
        {
            await slots.WaitAsync();
            try
            {
                answer.Error = await PerformAsync(task, answer);
            }
            catch (Exception e)
            {
                Failed(e, task.TaskId);
                answer.Error = "failed";
            }
            finally
            {
                slots.Release();
            }
        }
        Interlocked.Decrement(ref waiting);
        report(answer);
    }

    private async Task<string> PerformAsync(DeviceTask task, TaskReport answer)
    {
        var age = time.GetUtcNow() - task.IssuedAt.ToDateTimeOffset();
        if (age > TimeSpan.FromMilliseconds(task.ValidMillis))
            return "timeout";
        if (task.Kind is CredentialTask.Check or CredentialTask.Rotate)
            return await new CredentialTask(task).RunAsync();
        var scan = task.Kind switch
        {
            "hostKeyScan" => HostKeyScan.ScanAsync(task.Host, task.Port),
            "desktopCertificateScan" => DesktopCertificateScan.ScanAsync(task.Host, task.Port),
            "certificateScan" => CertificateScan.ScanAsync(task.Host, task.Port, task.OldTls),
            _ => null,
        };
        if (scan is null)
            return "unknown";
        var result = await scan;
        answer.HostKeys.AddRange(result.Keys);
        return result.Error;
    }

    private DeviceTask? Read(SignedTask signed)
    {
        if (!keys.SignedByAdmin(signed.Task.Span, signed.Signature.Span))
            return null;
        try
        {
            return DeviceTask.Parser.ParseFrom(signed.Task);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A device task is not signed by Admin's key")]
    private partial void NotBelieved();

    [LoggerMessage(Level = LogLevel.Error, Message = "Device task {TaskId} failed")]
    private partial void Failed(Exception e, string taskId);
}
