namespace Bastion.Rdp.Picture;

/// <summary>A part of the desktop that an update draws, in pixels; the far edges are not in it.</summary>
/// <param name="IsWhole">Every pixel of it is drawn; otherwise some may be.</param>
public readonly record struct DrawnArea(int Left, int Top, int Right, int Bottom, bool IsWhole)
{
    public bool Contains(int left, int top, int right, int bottom) => Left <= left && Top <= top && Right >= right && Bottom >= bottom;
}
