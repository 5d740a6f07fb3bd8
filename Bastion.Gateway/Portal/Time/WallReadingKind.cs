namespace Bastion.Gateway.Portal.Time;

internal enum WallReadingKind
{
    Once,
    Twice,
    Missing,
}
