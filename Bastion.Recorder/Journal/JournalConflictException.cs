namespace Bastion.Recorder.Journal;

/// <summary>The same service already used this entry id for another entry.</summary>
internal sealed class JournalConflictException(string id) : Exception($"Entry {id} is already in the journal with another content.");
