using Bastion.Admin.Contracts;
using Bastion.Gateway.Access;
using Bastion.Gateway.Sessions;
using Bastion.Gateway.SshBroker.Relay;
using Bastion.Ssh.Scp;
using Bastion.Ssh.Sftp;

namespace Bastion.Gateway.SshBroker.Files;

/// <summary>Chooses what reads along on a channel.</summary>
/// <param name="failed">Told of a mistake of ours; must end the session.</param>
internal sealed class FileFilters(BrokeredSession session, SessionJournal journal, Airlock.AirlockClient admin, Action<Exception> failed)
{
    /// <summary>Null for a channel where no files pass: a terminal, a command whose streams are recorded as they are.</summary>
    public IFileFilter? For(RelayChannel channel, LeaseControls controls, TechnicianActs acts, RelayLane input, RelayLane output)
    {
        var line = new FileLine(channel, session, acts, journal, input, output, failed);
        var desk = new AirlockDesk(admin, session);
        if (channel.Use == ChannelUse.Sftp)
            return new SftpFilter(line, new SftpRights(controls.SftpDown, controls.SftpUp, controls.FilesHashOnly, Airlock: !controls.UploadsFree), desk);
        if (channel.Use != ChannelUse.Exec)
            return null;
        if (ScpCommand.Parse(channel.Command) is { } scp)
            return scp.ToDevice && !controls.UploadsFree ? new ScpAirlock(line, scp, desk, controls.FilesHashOnly) : new ScpFilter(line, scp, controls.FilesHashOnly);
        return channel.IsTerminal || ChannelRules.MayHaveInput(controls, channel.Command) ? null : new UnseenInputFilter(line);
    }
}
