using Bastion.Gateway.Access;
using Bastion.Gateway.Sessions;

namespace Bastion.Gateway.RdpBroker;

/// <summary>What was not let through, journaled and recorded by name; after a number of one kind the next says nothing new.</summary>
internal sealed class DesktopRefusals(BrokeredSession session, SessionJournal journal, Action<string> record)
{
    private const int MostOfAKind = 20;

    private readonly Dictionary<string, int> seen = [];

    /// <summary>May be called by both legs.</summary>
    public void Add(string what)
    {
        lock (seen)
        {
            var before = seen.GetValueOrDefault(what);
            seen[what] = before + 1;
            if (before >= MostOfAKind)
                return;
        }
        journal.ControlRefused(session, what, "");
        record(what);
    }
}
