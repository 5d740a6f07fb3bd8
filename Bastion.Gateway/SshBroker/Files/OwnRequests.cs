using Bastion.Ssh.Sftp;

namespace Bastion.Gateway.SshBroker.Files;

/// <summary>Requests that the bastion makes of the device on a technician's SFTP channel, between his own ones, and their answers.</summary>
internal sealed class OwnRequests(FileLine line, SftpConversation conversation, Lock gate)
{
    private readonly Dictionary<uint, TaskCompletionSource<SftpOwnAnswer?>> waiting = [];
    private bool over;

    /// <summary>The answer is null when the channel ends first.</summary>
    public async Task<Task<SftpOwnAnswer?>> SendAsync(SftpType type, Func<uint, byte[]> make)
    {
        var answer = new TaskCompletionSource<SftpOwnAnswer?>(TaskCreationOptions.RunContinuationsAsynchronously);
        byte[] packet;
        lock (gate)
        {
            if (over)
                return Task.FromResult<SftpOwnAnswer?>(null);
            var id = conversation.OwnId(type);
            waiting.Add(id, answer);
            packet = make(id);
        }
        await line.SendOwnAsync(packet);
        return answer.Task;
    }

    /// <summary>Called with the gate held.</summary>
    public void Answered(SftpOwnAnswer answer)
    {
        if (waiting.Remove(answer.Id, out var asked))
            asked.TrySetResult(answer);
    }

    /// <summary>Called with the gate held.</summary>
    public void End()
    {
        over = true;
        foreach (var asked in waiting.Values)
            asked.TrySetResult(null);
        waiting.Clear();
    }
}
