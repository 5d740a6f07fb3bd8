using Bastion.Recorder.Contracts;

namespace Bastion.Admin.Web.Recordings.Pages;

/// <param name="Check">Null: it could not be verified now.</param>
/// <param name="All">Parts of pages are shown too.</param>
internal sealed record WebReplayModel(RecordingLine Line, string Reason, string Pass, Verification? Check, WebTimeline Timeline, bool All)
{
    public IEnumerable<WebExchange> Shown => Timeline.Exchanges.Where(one => All || one.Sort != "part");

    public int Count(string sort) => Timeline.Exchanges.Count(one => one.Sort == sort);
}
