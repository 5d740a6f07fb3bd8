using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Bastion.Hosting;
using Bastion.Recorder.Recordings;
using Bastion.Recorder.Storage;

namespace Bastion.Recorder.Witnessing;

/// <summary>A timestamp of the journal's head each hour in which something happened, kept in journal/timestamps and said in the journal.</summary>
internal sealed class TimestampKeeper(EvidenceStore store, Witnesses witnesses, TimestampAuthority authority, string origin, TimeSpan every, TimeProvider time) : BackgroundService
{
    private ulong _stamped;

    /// <summary>Stamps the present head; null when there is no authority or it does not answer.</summary>
    /// <exception cref="StorageException"/>
    public async Task<byte[]?> StampAsync(CosignedHead head, CancellationToken cancel)
    {
        if (await authority.StampAsync(head.Head, origin, cancel) is not { } token)
            return null;
        var directory = store.Directory.Timestamps;
        store.Disk.CreateDirectory(directory);
        var name = head.Head.Size.ToString("D12", CultureInfo.InvariantCulture);
        store.Disk.WriteWhole(Path.Combine(directory, name + ".note"), Encoding.UTF8.GetBytes(head.Note));
        store.Disk.WriteWhole(Path.Combine(directory, name + ".tst"), token);
        return token;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!authority.Configured)
            return;
        using var timer = new PeriodicTimer(every, time);
        try
        {
            do
            {
                await StampNewAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // Recorder stops.
        }
    }

    private async Task StampNewAsync(CancellationToken cancel)
    {
        if (!store.Started || !store.Health.Ok || store.Journal.Size <= _stamped)
            return;
        try
        {
            var head = await witnesses.CosignAsync(cancel);
            if (await StampAsync(head, cancel) is not { } token)
                return;
            var said = await store.Journal.AppendAsync(Plane.Recorder, [store.Entries.Storage("journal.stamped", new()
            {
                ["size"] = head.Head.Size.ToString(CultureInfo.InvariantCulture),
                ["root"] = Convert.ToHexStringLower(head.Head.Root),
                ["token"] = Convert.ToHexStringLower(SHA256.HashData(token)),
            })]);
            // Its own entry is no reason for the next one.
            _stamped = said[0] + 1;
        }
        catch (StorageException reason)
        {
            store.Health.Fail(reason);
        }
    }
}
