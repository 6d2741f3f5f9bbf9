"""A training run: a folder, a process, its events. No Qt.

What a window uses of it, none of which loads torch:

    reading.read_source(path)                 labels of any format, the images without labels, the split that lies beside
    class_table.class_table(labels, task)     what would be learnt, with counts, and what is left out and why
    config.RunConfig, config.KNOBS            the form: `more=False` is what everybody sees
    nets.catalogue.models_for(task)           the menu of models
    augmenting.CHANGES, usual, checked        the editable list of changes
    preparing.prepare_run(config, source, folder)   freezes a run into a folder (`run_folder.new_run_folder`)
    launch.start(folder), launch.WarmWorker   a process that outlives the window; `ssh_command`, `slurm_script` for elsewhere
    event_files.EventReader(folder.events)    `read_new()` every 100 ms; `run.Summary.take(event)` keeps how the run stands
    run_folder.RunFolder.tell("pause")        `run`, `pause`, `stop`
    run.list_runs, run.summary_of             the list of runs, which persists because the folders do
    norms.read_norms, histograms.read_histograms, previews.read_preview, suspicious.suspicions_of
    preparing.calmer(folder)                  another try after NaN; training_set.changes_since for what was labelled since
    tensorboard.export_tensorboard
    services.*                                what needs a trained model, for `engine.child`: propose, next_to_label, doubts,
                                              image_map, export, look_inside, filter_answers, learning_curve, augmented

The process: `loop.py` is read from top to bottom; `gradients`, `validating`, `keeping`, `recording`, `state` are its parts.
"""
