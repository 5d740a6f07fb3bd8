using Bastion.Verify;

return await Command.RunAsync(args, Console.Out, Console.Error);
