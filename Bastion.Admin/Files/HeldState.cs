namespace Bastion.Admin.Files;

/// <summary>Where a file is between the technician and the device.</summary>
internal enum HeldState
{
    /// <summary>Scanned and clean; waits for an Engineer.</summary>
    Held,

    /// <summary>An Engineer let it pass; the technician's next try delivers it.</summary>
    Released,

    /// <summary>An Engineer does not let it pass. The content is gone.</summary>
    Refused,

    /// <summary>The scanner found something. The content is gone.</summary>
    Infected,

    /// <summary>The scanner did not give a verdict. The content is gone.</summary>
    Unscanned,

    /// <summary>Scanned and clean, where no release is asked for.</summary>
    Clean,

    /// <summary>Gateway fetched it; whether it arrived is not known yet.</summary>
    Delivering,

    /// <summary>The device acknowledged the whole of it. The content is gone.</summary>
    Delivered,
}
