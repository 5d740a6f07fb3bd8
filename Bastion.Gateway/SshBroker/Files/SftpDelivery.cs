using Bastion.Ssh.Sftp;

namespace Bastion.Gateway.SshBroker.Files;

/// <summary>Writes one released content to the device: OPEN, WRITE by WRITE, attributes, CLOSE.</summary>
internal sealed class SftpDelivery(OwnRequests requests)
{
    private const int Part = 32 * 1024;

    /// <summary>WRITEs without their answer.</summary>
    private const int Outstanding = 32;

    private readonly Queue<Task<SftpOwnAnswer?>> writes = new();
    private ulong offset;
    private string? fault;

    /// <returns>ok, what the device answered, or cut.</returns>
    public async Task<string> RunAsync(SftpRequest open, SftpAttributes attributes, IAsyncEnumerable<ReadOnlyMemory<byte>> content)
    {
        // Emptied first, whatever the client asked: what is on the device afterwards is what was scanned, and nothing besides.
        var flags = SftpOpenFlags.Write | SftpOpenFlags.Create | SftpOpenFlags.Truncate | (open.Flags & SftpOpenFlags.Exclusive);
        var opened = await await requests.SendAsync(SftpType.Open, id => SftpAsk.Open(id, open.RawPath.Span, flags, open.Attributes));
        if (opened?.Handle is not { } handle)
            return opened is null ? "cut" : opened.IsOk ? "failed" : opened.Word;
        await foreach (var block in content)
        {
            for (var at = 0; at < block.Length && fault is null; at += Part)
                await WriteAsync(handle, block.Slice(at, Math.Min(Part, block.Length - at)));
            if (fault is not null)
                break;
        }
        while (writes.Count > 0)
            await SettleAsync();
        if (fault is null && attributes != SftpAttributes.None)
            Note(await await requests.SendAsync(SftpType.FSetStat, id => SftpAsk.FSetStat(id, handle, attributes)));
        Note(await await requests.SendAsync(SftpType.Close, id => SftpAsk.Close(id, handle)));
        return fault ?? "ok";
    }

    private async Task WriteAsync(byte[] handle, ReadOnlyMemory<byte> part)
    {
        while (writes.Count >= Outstanding)
            await SettleAsync();
        var at = offset;
        offset += (ulong)part.Length;
        writes.Enqueue(await requests.SendAsync(SftpType.Write, id => SftpAsk.Write(id, handle, at, part.Span)));
    }

    private async Task SettleAsync() => Note(await writes.Dequeue());

    private void Note(SftpOwnAnswer? answer)
    {
        if (answer is not { IsOk: true })
            fault ??= answer?.Word ?? "cut";
    }
}
