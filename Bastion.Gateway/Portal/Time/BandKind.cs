namespace Bastion.Gateway.Portal.Time;

/// <summary>Why a part of the day is drawn: clinical use, somebody's booking, or the reader's own.</summary>
internal enum BandKind
{
    Clinical,
    Booked,
    Asked,
    Planned,
    Open,
    Over,
}
