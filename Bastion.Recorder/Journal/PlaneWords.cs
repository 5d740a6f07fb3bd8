using Bastion.Hosting;

namespace Bastion.Recorder.Journal;

internal static class PlaneWords
{
    /// <summary>The plane whose word this is, as <see cref="PlaneNames.Word"/> writes it; null for any other text.</summary>
    public static Plane? Parse(string word)
    {
        foreach (var plane in Enum.GetValues<Plane>())
        {
            if (plane.Word() == word)
                return plane;
        }
        return null;
    }
}
