namespace Bastion.Gateway.Portal.Time;

/// <summary>
/// What one wall time means. Once: First = Second. Twice: First is summer time, Second winter time.
/// Missing: First is the last minute before the gap, Second the first one after it.
/// </summary>
internal sealed record WallReading(WallReadingKind Kind, DateTimeOffset First, DateTimeOffset Second);
