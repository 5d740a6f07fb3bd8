using Bastion.Recorder.Contracts;

namespace Bastion.Admin.Web.Journal;

/// <param name="Entries">Newest first; null when Recorder does not answer.</param>
/// <param name="Older">Index to go on from; null at the first entry.</param>
internal sealed record JournalModel(IReadOnlyList<StoredEntry>? Entries, RecorderStatus? Status, JournalFilter Filter, ulong? Older);
