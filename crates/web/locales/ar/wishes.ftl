# wishes
