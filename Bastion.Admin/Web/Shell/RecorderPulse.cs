using Bastion.Recorder.Contracts;
using Grpc.Core;

namespace Bastion.Admin.Web.Shell;

/// <summary>How Recorder is, asked at most every two seconds however many pages show it.</summary>
internal sealed class RecorderPulse(Recorder.Contracts.Journal.JournalClient journal, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _one = new(1, 1);
    private RecorderStatus? _last;
    private long _asked = long.MinValue;

    /// <summary>Null: it does not answer.</summary>
    public async Task<RecorderStatus?> ReadAsync()
    {
        await _one.WaitAsync();
        try
        {
            if (_asked != long.MinValue && time.GetElapsedTime(_asked) < Fresh)
                return _last;
            using var patience = new CancellationTokenSource(Patience);
            try
            {
                _last = await journal.StatusAsync(new StatusRequest(), cancellationToken: patience.Token);
            }
            catch (RpcException)
            {
                _last = null;
            }
            _asked = time.GetTimestamp();
            return _last;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();
}
