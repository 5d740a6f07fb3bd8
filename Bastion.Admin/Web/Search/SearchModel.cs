using Bastion.Recorder.Contracts;

namespace Bastion.Admin.Web.Search;

/// <param name="Hits">Null when Recorder does not answer; empty before anything was asked.</param>
internal sealed record SearchModel(IReadOnlyList<SearchHit>? Hits, string Text, string From, string Until, string End, bool FileWentIn, IReadOnlyList<string> Ends, double Milliseconds);
